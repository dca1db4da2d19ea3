namespace LogGuardian.Core;

/// <summary>How far a source is in its warm-up.</summary>
internal enum WarmUpStage
{
    /// <summary>Its first lines are learned, whatever they are.</summary>
    First,

    /// <summary>Too much is still new: it goes on being learned, but what speaks of failures is reported and is not.</summary>
    Longer,

    /// <summary>It is judged; a flood of new things shows that the warm-up was too short.</summary>
    Young,

    /// <summary>It is judged, whatever comes.</summary>
    Done,
}
