namespace LogGuardian.Evaluation;

/// <summary>What a method learns from and what it is judged on: one draw of a protocol over a data set.</summary>
public abstract class EvaluationSplit
{
    /// <summary>What tells it from other draws of the same protocol: <c>seed 3</c>, <c>fold 2 of 5</c>; empty when there is only one.</summary>
    public abstract string Name { get; }

    /// <summary>What a report must say of the data: sessions without a label, a test set without anomalies; empty when there is nothing.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>Whether the units to judge follow each other in time, as windows of one log do, so that neighbouring anomalies are one incident; by default not.</summary>
    public virtual bool AreConsecutive => false;

    /// <summary>The templates behind <see cref="EvaluationUnit.Events"/>; it grows while units are read.</summary>
    public abstract EventTable Events { get; }

    /// <summary>The units to learn from, with labels. Read before <see cref="ReadTestAsync"/>; may be read more than once.</summary>
    public abstract IAsyncEnumerable<EvaluationUnit> ReadTrainingAsync(CancellationToken cancellationToken = default);

    /// <summary>The units to judge, with labels. May be read more than once.</summary>
    public abstract IAsyncEnumerable<EvaluationUnit> ReadTestAsync(CancellationToken cancellationToken = default);
}
