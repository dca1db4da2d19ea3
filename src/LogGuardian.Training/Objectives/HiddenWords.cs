namespace LogGuardian.Training;

/// <summary>Messages with some of their tokens hidden, and what these were.</summary>
/// <param name="Messages">How many.</param>
/// <param name="Longest">Tokens of the longest one, and padding of the others.</param>
internal sealed record HiddenWords(int Messages, int Longest)
{
    /// <summary>[messages, longest].</summary>
    public long[] Ids { get; } = new long[Messages * Longest];

    /// <summary>What is no padding.</summary>
    public bool[] Mask { get; } = new bool[Messages * Longest];

    /// <summary>Where tokens are hidden.</summary>
    public List<long> Places { get; } = [];

    /// <summary>What these were.</summary>
    public List<long> Targets { get; } = [];
}
