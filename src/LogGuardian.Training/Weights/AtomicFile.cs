namespace LogGuardian.Training;

/// <summary>Writes files at once: whoever reads finds all of one, or what was there before.</summary>
internal static class AtomicFile
{
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string fresh = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (FileStream file = File.Create(fresh))
            {
                write(file);
            }

            File.Move(fresh, full, overwrite: true);
        }
        finally
        {
            // There is none any more if it was moved.
            File.Delete(fresh);
        }
    }
}
