using System.Text;

namespace LogGuardian.Training;

/// <summary>Files that are either whole or as they were before, and errors that say what to do.</summary>
internal static class RunFiles
{
    /// <summary>What the name of a file ends with that is being written.</summary>
    public const string Draft = ".tmp";

    // Error numbers of Linux and macOS, and of Windows.
    private const int NoSpace = 28;
    private const int DiskFull = unchecked((int)0x80070070);
    private const int HandleDiskFull = unchecked((int)0x80070027);

    public static void WriteText(string path, string text) => Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes a file beside its place, and puts it there when it is on the disk.</summary>
    public static void Write(string path, Action<Stream> write) => Guard(path, () =>
    {
        string draft = path + Draft;
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        return true;
    });

    /// <summary>Does something with a file for writing.</summary>
    /// <exception cref="IOException">It failed; the message says why and what to do.</exception>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException e) when (e.HResult is NoSpace or DiskFull or HandleDiskFull)
        {
            throw new IOException($"The disk of '{path}' is full. Free space, and resume the run from its last checkpoint.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' cannot be written: {e.Message} Choose a folder that this user may write to.", e);
        }
    }
}
