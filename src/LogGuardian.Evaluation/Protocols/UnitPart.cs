namespace LogGuardian.Evaluation;

/// <summary>What a unit is for in a split.</summary>
internal enum UnitPart : byte
{
    /// <summary>Nothing: it is left out.</summary>
    None,

    /// <summary>To learn from.</summary>
    Training,

    /// <summary>To be judged.</summary>
    Test,
}
