namespace LogGuardian.Evaluation;

/// <summary>The units that a protocol finds in a data set: their labels are known, their events are read when they are asked for.</summary>
internal abstract class UnitSet
{
    /// <summary>The labels of the units in order.</summary>
    public abstract IReadOnlyList<bool> Labels { get; }

    /// <summary>Whether the units are sessions.</summary>
    public abstract bool AreSessions { get; }

    /// <summary>Whether a unit lies in the training part, where lines were divided before windows were cut; otherwise null.</summary>
    public virtual IReadOnlyList<bool>? InTraining => null;

    /// <summary>What was noticed that is no reason to stop.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>The system that wrote a unit; empty where the data hold only one.</summary>
    public virtual string SystemOf(int unit) => "";

    /// <summary>Learns the templates of the chosen units.</summary>
    public abstract Task MineAsync(IReadOnlyList<bool> chosen, TemplateNumbers numbers, CancellationToken cancellationToken);

    /// <summary>The chosen units: windows in order, sessions as their last line comes.</summary>
    /// <param name="chosen">For each unit, whether it is read.</param>
    /// <param name="numbers">Numbers the templates.</param>
    /// <param name="withLines">Whether the lines are attached.</param>
    /// <param name="edits">What is edited in them before they are parsed; null for nothing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public abstract IAsyncEnumerable<EvaluationUnit> ReadAsync(IReadOnlyList<bool> chosen, TemplateNumbers numbers, bool withLines, TemplateEdits? edits, CancellationToken cancellationToken);
}
