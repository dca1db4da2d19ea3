namespace LogGuardian.Cli;

/// <summary>The folders of models that learn.</summary>
internal static class ModelFolder
{
    /// <summary>Puts a copy of a model where it will learn, unless that is where it is.</summary>
    public static void Copy(string from, string folder, bool isResumed)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(folder) || (isResumed && File.Exists(Path.Combine(folder, "training.json"))))
        {
            return;
        }

        if (!Directory.Exists(from))
        {
            throw new CliException($"--model is '{from}', which does not exist; it must be the folder of a model. Run 'logguardian model pretrain' first.");
        }

        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new CliException($"--out is '{folder}', which is not empty; it must be a new folder. Name another, or leave it out to train the model where it is.");
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(from, file);
            if (!name.StartsWith("runs" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                string target = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }
}
