namespace LogGuardian.Training;

/// <summary>What becomes of the learning rate after the warm-up.</summary>
public enum LearningRateKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls evenly to the floor.</summary>
    Linear,

    /// <summary>It falls to the floor along half a turn of a cosine (Loshchilov and Hutter, arXiv 1608.03983, without restarts).</summary>
    Cosine,

    /// <summary>Each step takes the same share of it away.</summary>
    Exponential,

    /// <summary>It falls when validation gets no better.</summary>
    Plateau,
}
