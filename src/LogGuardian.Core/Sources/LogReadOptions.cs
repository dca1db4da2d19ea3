namespace LogGuardian;

/// <summary>How <see cref="LogLines"/> reads. Copied and checked where it enters; later changes have no effect.</summary>
public sealed record LogReadOptions
{
    internal const int LeastMaxLineBytes = 1024;
    internal const int MostMaxLineBytes = 64 * 1024 * 1024;
    internal static readonly TimeSpan LeastPollInterval = TimeSpan.FromMilliseconds(1);
    internal static readonly TimeSpan MostPollInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// The longest line in bytes, line break not counted; 1 KiB to 64 MiB, 1 MiB by default. A longer line is yielded once, with
    /// <see cref="SkipReason.TooLong"/> and its first 256 bytes; the rest of it is dropped as it comes and never held in memory.
    /// </summary>
    public int MaxLineBytes { get; set; } = 1024 * 1024;

    /// <summary>How long <see cref="LogLines.FollowFile"/> waits between two looks at the file; 1 ms to 1 hour, 250 ms by default.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The clock that <see cref="PollInterval"/> is measured with.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Reads compressed content other than gzip, which needs nothing. Gets the first bytes (up to 64 KiB) and the whole content as a
    /// stream that is still at its beginning; returns a stream of plain bytes, or null without having read when the format is not one it
    /// knows. The returned stream is disposed after reading.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, Stream, Stream?>? Decompress { get; set; }

    /// <summary>
    /// Told of a problem after which reading goes on: a file of <see cref="LogLines.FromDirectory"/> that cannot be read (without this
    /// callback reading ends with the exception, unless the file merely vanished), or a followed file that came back unreadable.
    /// </summary>
    public Action<LogSourceException>? OnProblem { get; set; }

    /// <summary>A checked copy of the options, or of the defaults.</summary>
    internal static LogReadOptions Take(LogReadOptions? options)
    {
        LogReadOptions taken = options is null ? new LogReadOptions() : options with { };
        if (taken.MaxLineBytes is < LeastMaxLineBytes or > MostMaxLineBytes)
            throw SourceProblem.MaxLineBytes(taken.MaxLineBytes, nameof(options));
        if (taken.PollInterval < LeastPollInterval || taken.PollInterval > MostPollInterval)
            throw SourceProblem.PollInterval(taken.PollInterval, nameof(options));
        if (taken.TimeProvider is null)
            throw SourceProblem.NoTimeProvider(nameof(options));
        return taken;
    }
}
