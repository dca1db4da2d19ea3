using Microsoft.Win32.SafeHandles;

namespace LogGuardian;

/// <summary>An open file that knows whether its path still leads to it.</summary>
internal sealed class FollowedFile : IDisposable
{
    // .NET has no portable file identity such as an inode number; the first bytes, the length and the time of the last write, taken
    // together, serve as one.
    private const int HeadBytes = 1024;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private byte[] _head;

    private FollowedFile(string path, FileStream stream)
    {
        _path = path;
        Stream = stream;
        _handle = stream.SafeFileHandle;
        _head = ReadHead(_handle);
    }

    public FileStream Stream { get; }

    /// <exception cref="LogSourceException">The file cannot be opened, or has no beginning to come back to.</exception>
    public static FollowedFile Open(string path)
    {
        FileStream stream = LogFile.OpenRead(path);
        if (stream.CanSeek)
            return new FollowedFile(path, stream);

        stream.Dispose();
        throw SourceProblem.CannotFollowPipe(path);
    }

    /// <summary>Looks at the file and at what its path leads to now.</summary>
    public FileChange Look()
    {
        (long length, DateTime written) = Measure(_handle);
        byte[] head = ReadHead(_handle);
        if (length < Stream.Position || !head.AsSpan().StartsWith(_head))
            return FileChange.Rewritten;

        _head = head;
        if (OpenPath() is not { } other)
            return FileChange.None;

        using (other)
        {
            // Measured between two measures of the open file, the same file cannot lie outside of them: logs only grow.
            (long otherLength, DateTime otherWritten) = Measure(other.SafeFileHandle);
            byte[] otherHead = ReadHead(other.SafeFileHandle);
            (long lengthAfter, DateTime writtenAfter) = Measure(_handle);
            bool isSame = otherLength >= length && otherLength <= lengthAfter
                && otherWritten >= written && otherWritten <= writtenAfter
                && otherHead.AsSpan().StartsWith(head);
            return isSame ? FileChange.None : FileChange.Replaced;
        }
    }

    public void Dispose() => Stream.Dispose();

    private static (long Length, DateTime Written) Measure(SafeFileHandle handle) =>
        (RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));

    private static byte[] ReadHead(SafeFileHandle handle)
    {
        byte[] head = new byte[HeadBytes];
        return head[..RandomAccess.Read(handle, head, 0)];
    }

    private FileStream? OpenPath()
    {
        try
        {
            return LogFile.OpenRead(_path);
        }
        catch (LogSourceException)
        {
            // Deleted, renamed away, or not ours to read yet: the open file goes on until something takes its place.
            return null;
        }
    }
}
