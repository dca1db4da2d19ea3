namespace LogGuardian;

/// <summary>
/// Sources of lines. Lines end with LF or CRLF; the last one needs no line break. Gzip is recognised by its first bytes, a UTF-8
/// byte order mark is removed, and UTF-16 with a byte order mark becomes UTF-8. Every physical line is yielded: one that holds only
/// white space with <see cref="SkipReason.Blank"/>, one beyond <see cref="LogReadOptions.MaxLineBytes"/> with
/// <see cref="SkipReason.TooLong"/>, and those of a file that is not text with <see cref="SkipReason.Binary"/>.
/// </summary>
/// <remarks>
/// The bytes of a line are a slice of a chunk of about 64 KiB that belongs to no pool: a line may be kept as long as it is needed,
/// and keeps its chunk alive. A source can be read several times, also at the same time, unless it says otherwise.
/// </remarks>
public static class LogLines
{
    /// <summary>The lines of one file from its beginning to its end; <see cref="LogLine.Source"/> is the path as given.</summary>
    /// <param name="path">The file; opened when reading starts, and shared with writers.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="ArgumentException">The path is empty or an option is out of range.</exception>
    public static ILogSource FromFile(string path, LogReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new StreamLogSource(path, () => LogFile.OpenRead(path), leaveOpen: false, LogReadOptions.Take(options));
    }

    /// <summary>The lines of a stream from its position to its end. Can be read once.</summary>
    /// <param name="stream">A readable stream.</param>
    /// <param name="name">What <see cref="LogLine.Source"/> says.</param>
    /// <param name="options">How to read.</param>
    /// <param name="leaveOpen">Whether the stream stays open after reading.</param>
    /// <exception cref="ArgumentException">The stream is not readable, the name is empty or an option is out of range.</exception>
    public static ILogSource FromStream(Stream stream, string name, LogReadOptions? options = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!stream.CanRead)
            throw SourceProblem.UnreadableStream(name, nameof(stream));

        int taken = 0;
        return new StreamLogSource(
            name,
            () => Interlocked.Exchange(ref taken, 1) == 0 ? stream : throw SourceProblem.StreamTaken(name),
            leaveOpen,
            LogReadOptions.Take(options));
    }

    /// <summary>
    /// The lines of all files below a directory, file after file in ordinal order of their paths. <see cref="LogLine.Source"/> is the
    /// path as given joined with the file's path below it; <see cref="LogLine.LineId"/> starts at 1 in every file. Hidden files and
    /// directories, empty and special files, and links to directories are passed over.
    /// </summary>
    /// <param name="path">The directory; listed when reading starts.</param>
    /// <param name="options">How to read; <see cref="LogReadOptions.OnProblem"/> hears of files that could not be read.</param>
    /// <exception cref="ArgumentException">The path is empty or an option is out of range.</exception>
    public static ILogSource FromDirectory(string path, LogReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new DirectoryLogSource(path, LogReadOptions.Take(options));
    }

    /// <summary>
    /// The lines of a file as it grows, from its beginning until cancellation. Survives rotation: when another file takes the path, the
    /// old one is read to its end first; when the file is cut short or written anew in place, reading starts over; when it is deleted,
    /// reading waits for the next one. <see cref="LogLine.LineId"/> starts at 1 again with each of these. A last line without line
    /// break is held back until the break arrives or the file is replaced. A file that comes and goes between two looks is not seen.
    /// </summary>
    /// <param name="path">The file; it must exist when reading starts and be plain text.</param>
    /// <param name="options">How to read, and how often to look.</param>
    /// <exception cref="ArgumentException">The path is empty or an option is out of range.</exception>
    public static ILogSource FollowFile(string path, LogReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FollowedLogSource(path, LogReadOptions.Take(options));
    }

    /// <summary>
    /// Lines that are already text, one per string. A string with inner line breaks is one record that spans several physical lines.
    /// </summary>
    /// <param name="lines">The lines, with or without a final line break.</param>
    /// <param name="name">What <see cref="LogLine.Source"/> says.</param>
    public static ILogSource FromText(IEnumerable<string> lines, string name)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TextLogSource(lines, name);
    }

    /// <inheritdoc cref="FromText(IEnumerable{string}, string)"/>
    public static ILogSource FromText(IAsyncEnumerable<string> lines, string name)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new AsyncTextLogSource(lines, name);
    }
}
