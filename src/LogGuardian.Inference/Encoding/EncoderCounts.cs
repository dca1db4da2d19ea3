namespace LogGuardian.Inference;

/// <summary>What an encoder did so far. <see cref="Messages"/> = <see cref="Hits"/> + <see cref="Joined"/> + <see cref="Encoded"/> + those under way, given up or failed.</summary>
public sealed record EncoderCounts
{
    /// <summary>Messages that it was asked for.</summary>
    public long Messages { get; init; }

    /// <summary>Of these, those whose vector was kept.</summary>
    public long Hits { get; init; }

    /// <summary>Of these, those that are equal to one that was being encoded, for the same caller or another one.</summary>
    public long Joined { get; init; }

    /// <summary>Messages that the model encoded.</summary>
    public long Encoded { get; init; }

    /// <summary>Tokens of these.</summary>
    public long Tokens { get; init; }

    /// <summary>Runs of the model.</summary>
    public long Batches { get; init; }

    /// <summary>Vectors that are kept now.</summary>
    public int Cached { get; init; }
}
