using System.Diagnostics.Metrics;
using System.Globalization;

namespace LogGuardian;

/// <summary>How messages are encoded. Copied and checked where it enters; later changes have no effect.</summary>
public sealed record EncoderOptions
{
    internal const int MostCached = 1 << 24;
    internal const int LeastBatchTokens = 64;
    internal const int MostBatchTokens = 1 << 20;
    internal const int MostWorkers = 1024;
    internal static readonly TimeSpan MostWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Vectors that are kept, so that a message which comes again costs no run of the model; 0 to 16,777,216, 16,384 by default. The one used least recently leaves first.</summary>
    public int MaxCached { get; set; } = 16_384;

    /// <summary>
    /// How long a batch waits for other callers that are about to add to it; 0 to 100 ms, 1 ms by default. Nobody waits while there is no other caller.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Tokens of a batch, what fills it up included; 64 to 1,048,576, 1,024 by default. A GPU is better used with 16,384.</summary>
    public int MaxBatchTokens { get; set; } = 1024;

    /// <summary>Runs of the model at a time; 1 to 1,024, by default one for each processor. Each has buffers of its own.</summary>
    public int Workers { get; set; } = Math.Min(MostWorkers, Environment.ProcessorCount);

    /// <summary>Of the host, which owns the meter <c>LogGuardian</c> then; without one, the meter is the encoder's own.</summary>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>A checked copy of the options, or of the defaults.</summary>
    internal static EncoderOptions Take(EncoderOptions? options)
    {
        EncoderOptions taken = options is null ? new EncoderOptions() : options with { };
        if (taken.MaxCached is < 0 or > MostCached)
            throw Problem(nameof(options), nameof(MaxCached), taken.MaxCached, "from 0 to 16777216");
        if (taken.MaxWait < TimeSpan.Zero || taken.MaxWait > MostWait)
            throw Problem(nameof(options), nameof(MaxWait), taken.MaxWait, "from 0 to 100 ms");
        if (taken.MaxBatchTokens is < LeastBatchTokens or > MostBatchTokens)
            throw Problem(nameof(options), nameof(MaxBatchTokens), taken.MaxBatchTokens, "from 64 to 1048576");
        if (taken.Workers is < 1 or > MostWorkers)
            throw Problem(nameof(options), nameof(Workers), taken.Workers, "from 1 to 1024");
        return taken;
    }

    private static ArgumentOutOfRangeException Problem(string parameter, string name, object value, string rule) =>
        new(parameter, value, string.Create(CultureInfo.InvariantCulture, $"{nameof(EncoderOptions)}.{name} is {value}; it must be {rule}."));
}
