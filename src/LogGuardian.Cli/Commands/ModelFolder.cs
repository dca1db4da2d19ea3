using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>The folders of models that learn.</summary>
internal static class ModelFolder
{
    /// <summary>Whether a path is that of a bundle, and not of a folder of weights.</summary>
    public static bool IsBundle(string from) => from == ModelBundle.DefaultName || File.Exists(from) || File.Exists(Path.Combine(from, BundleManifest.FileName));

    /// <summary>The folder in which a model learns: where it is, unless another one is named. A bundle cannot change.</summary>
    public static string Of(string from, string? folder) => folder ?? (IsBundle(from)
        ? throw new CliException($"--model is '{from}', a bundle, which stays as it is; --out must name a new folder for what learns on. Add it.")
        : from);

    /// <summary>Opens a model where it will learn: a copy of a folder of weights, or the weights of a bundle.</summary>
    public static WindowModel Open(string from, string folder, string device, bool isResumed = false)
    {
        if (IsBundle(from) && !(isResumed && IsModel(folder)))
        {
            RequireEmpty(folder);
            using ModelBundle bundle = CommonOptions.OpenBundle(from);
            return PooledModel.FromBundle(folder, bundle, device);
        }

        Copy(from, folder, isResumed);
        return WindowModel.Open(folder, device);
    }

    /// <summary>Puts a copy of a model where it will learn, unless that is where it is.</summary>
    public static void Copy(string from, string folder, bool isResumed)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(folder) || (isResumed && IsModel(folder)))
        {
            return;
        }

        if (!Directory.Exists(from))
        {
            throw new CliException($"--model is '{from}', which does not exist; it must be the folder of a model. Run 'logguardian model pretrain' first.");
        }

        RequireEmpty(folder);
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

    /// <summary>Whether a folder is not there, or holds nothing.</summary>
    public static bool IsEmpty(string folder) => !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, "training.json"));

    private static void RequireEmpty(string folder)
    {
        if (!IsEmpty(folder))
        {
            throw new CliException($"--out is '{folder}', which is not empty; it must be a new folder. Name another, or leave it out to train the model where it is.");
        }
    }
}
