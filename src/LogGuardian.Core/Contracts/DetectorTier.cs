namespace LogGuardian;

/// <summary>What an answer of a detector costs, from the cheapest to the dearest; the order of a cascade.</summary>
public enum DetectorTier
{
    /// <summary>Microseconds a line: scores every window.</summary>
    Fast,

    /// <summary>An encoder for lines that were not met before: microseconds to milliseconds a window.</summary>
    Meaning,

    /// <summary>A local language model: milliseconds a window.</summary>
    Model,

    /// <summary>A chat model, local or remote: seconds and money a window.</summary>
    Chat,
}
