namespace LogGuardian.Evaluation;

/// <summary>Puts the chosen units together while their records come.</summary>
internal abstract class UnitAssembler
{
    /// <summary>Ordinal of the last record that any chosen unit needs.</summary>
    public abstract int Last { get; }

    /// <summary>Whether a chosen unit needs a line. Asked in order, before the line is parsed.</summary>
    public abstract bool Needs(in DataLine line, int ordinal);

    /// <summary>Adds a record to its units.</summary>
    /// <param name="line">The record.</param>
    /// <param name="number">Of its template.</param>
    /// <param name="complete">Receives the units that it completes.</param>
    public abstract void Add(in ParsedLine line, int number, ICollection<EvaluationUnit> complete);

    /// <summary>Hands over the units whose last record did not come, such as one that the parser skipped.</summary>
    public abstract void Flush(ICollection<EvaluationUnit> complete);

    protected static void Complete(OpenUnit unit, ICollection<EvaluationUnit> complete)
    {
        if (unit.Close() is { } closed)
        {
            complete.Add(closed);
        }
    }
}
