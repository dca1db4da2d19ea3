using System.Globalization;

namespace LogGuardian;

/// <summary>Every message that reading can end with: what is wrong, what it must be, and the fix.</summary>
internal static class SourceProblem
{
    public static ArgumentException MaxLineBytes(int value, string parameter) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"MaxLineBytes is {value}; it must be {LogReadOptions.LeastMaxLineBytes} to {LogReadOptions.MostMaxLineBytes}. Set LogReadOptions.MaxLineBytes within this range."),
        parameter);

    public static ArgumentException PollInterval(TimeSpan value, string parameter) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"PollInterval is {value:c}; it must be {LogReadOptions.LeastPollInterval:c} to {LogReadOptions.MostPollInterval:c}. Set LogReadOptions.PollInterval within this range."),
        parameter);

    public static ArgumentException NoTimeProvider(string parameter) =>
        new("TimeProvider is null; it must be a clock. Leave LogReadOptions.TimeProvider at its default, TimeProvider.System.", parameter);

    public static ArgumentException UnreadableStream(string name, string parameter) =>
        new($"Stream '{name}' is not readable; it must be open and readable. Pass a stream opened for reading.", parameter);

    public static LogSourceException StreamTaken(string name) =>
        new($"Stream '{name}' was already read; a stream can be read once. Make a new source for every read, or use LogLines.FromFile.");

    public static LogSourceException CannotFollowCompressed(string path) =>
        new($"File '{path}' is compressed; a followed file must be plain text. Read it with LogLines.FromFile.");

    public static LogSourceException CannotFollowPipe(string path) =>
        new($"File '{path}' is a pipe or a device; a followed file must be a regular file. Read it with LogLines.FromFile.");

    public static LogSourceException Damaged(string name, long lines, Exception inner) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{name}' is damaged or cut off: it is compressed and cannot be decompressed beyond line {lines}. Replace it with a complete copy."),
        inner);

    public static LogSourceException ReadFailed(string name, Exception inner) =>
        new($"'{name}' cannot be read further: {inner.Message} Check the device or connection and read again.", inner);

    /// <summary>Says why a file did not open; null when the exception has another cause than the file.</summary>
    public static LogSourceException? FileNotOpened(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new($"File '{path}' does not exist; it must be a log file. Check the path.", e),
        _ when e is IOException or UnauthorizedAccessException && Directory.Exists(path) =>
            new($"File '{path}' is a directory; it must be a file. Use LogLines.FromDirectory to read all files below it.", e),
        UnauthorizedAccessException =>
            new($"File '{path}' may not be read by this user; it must be readable. Grant read permission or run as another user.", e),
        IOException => new($"File '{path}' cannot be opened: {e.Message} Close the program that holds it, or check the path.", e),
        _ => null,
    };

    /// <summary>Says why a directory was not listed; null when the exception has another cause than the directory.</summary>
    public static LogSourceException? DirectoryNotListed(string path, Exception e) => e switch
    {
        _ when e is IOException or UnauthorizedAccessException && File.Exists(path) =>
            new($"Directory '{path}' is a file; it must be a directory. Use LogLines.FromFile to read one file.", e),
        DirectoryNotFoundException => new($"Directory '{path}' does not exist; it must hold log files. Check the path.", e),
        UnauthorizedAccessException =>
            new($"Directory '{path}' may not be listed by this user; it must be readable. Grant read permission or run as another user.", e),
        IOException => new($"Directory '{path}' cannot be listed: {e.Message} Check the path.", e),
        _ => null,
    };

    /// <summary>Says why reading stopped; null when the exception is a cancellation, already explained, or a mistake of the caller.</summary>
    public static LogSourceException? NotRead(string name, Exception e, bool compressed, long lines) => e switch
    {
        OperationCanceledException or LogSourceException => null,
        EndOfStreamException when compressed => Damaged(name, lines, e),
        IOException or UnauthorizedAccessException => ReadFailed(name, e),
        _ when compressed => Damaged(name, lines, e),
        _ => null,
    };

    public static bool IsMissing(LogSourceException e) => e.InnerException is FileNotFoundException or DirectoryNotFoundException;
}
