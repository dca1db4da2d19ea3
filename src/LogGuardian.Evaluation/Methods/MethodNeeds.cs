namespace LogGuardian.Evaluation;

/// <summary>What a method asks of the units that it gets.</summary>
[Flags]
public enum MethodNeeds
{
    /// <summary>Events alone.</summary>
    None = 0,

    /// <summary>The labels of the training units. Test units never carry any.</summary>
    Labels = 1,

    /// <summary>The lines: <see cref="EvaluationUnit.Window"/> is set wherever the data set has lines.</summary>
    Lines = 2,

    /// <summary>
    /// Normal units only: training units whose label says that they are anomalous are left out. Where the protocol hides labels, or trains on normal units anyway,
    /// nothing is left out.
    /// </summary>
    NormalUnits = 4,
}
