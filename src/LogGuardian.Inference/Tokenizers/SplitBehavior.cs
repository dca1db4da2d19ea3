namespace LogGuardian.Inference;

/// <summary>What becomes of the places at which a text is cut; the names of Hugging Face.</summary>
internal enum SplitBehavior
{
    /// <summary>They leave.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Neighbours are one piece.</summary>
    Contiguous,

    /// <summary>Each belongs to what stands before it.</summary>
    MergedWithPrevious,

    /// <summary>Each belongs to what stands behind it.</summary>
    MergedWithNext,
}
