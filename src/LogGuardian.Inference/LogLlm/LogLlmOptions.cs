using System.Globalization;

namespace LogGuardian;

/// <summary>Options of LogLLM.</summary>
public sealed record LogLlmOptions
{
    internal const int LeastCached = 16;
    internal const int MostCached = 1 << 24;
    internal const int MostWorkers = 1024;

    /// <summary>
    /// Messages whose rows for the decoder are kept, so that one that comes again costs neither tokenizer nor encoder nor projector; 16 to 16,777,216, 16,384 by default. The one
    /// used least recently leaves first.
    /// </summary>
    public int MaxCachedRows { get; set; } = 16_384;

    /// <summary>Runs of the decoder at a time; 1 to 1,024, by default one for each processor. Each has buffers of its own.</summary>
    public int Workers { get; set; } = Math.Min(MostWorkers, Environment.ProcessorCount);

    /// <summary>How messages are encoded; null for the defaults. A detector of meanings with an encoder of equal options shares it.</summary>
    public EncoderOptions? Encoder { get; set; }

    internal LogLlmOptions Validated()
    {
        Check(MaxCachedRows, nameof(MaxCachedRows), LeastCached, MostCached, 16_384);
        Check(Workers, nameof(Workers), 1, MostWorkers, Math.Min(MostWorkers, Environment.ProcessorCount));
        return this with { Encoder = Encoder is null ? null : EncoderOptions.Take(Encoder) };
    }

    private static void Check(int value, string name, int least, int most, int usual)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {least} to {most}. The default is {usual}."));
        }
    }
}
