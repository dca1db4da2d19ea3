namespace LogGuardian.Tests.Training;

/// <summary>Folders of models.</summary>
internal static class TrainingFolders
{
    /// <returns>The copy.</returns>
    public static string Copy(string from, string to)
    {
        foreach (string file in Files(from))
        {
            string copy = Path.Combine(to, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(from, file), copy);
        }

        return to;
    }

    /// <summary>Both hold the same files with the same bytes.</summary>
    public static void Same(string one, string other)
    {
        Assert.Equal(Files(one), Files(other));
        Assert.All(Files(one), file => Assert.Equal(File.ReadAllBytes(Path.Combine(one, file)), File.ReadAllBytes(Path.Combine(other, file))));
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
