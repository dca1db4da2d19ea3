namespace LogGuardian.Cli;

/// <summary>Writes lines for people, in the looks that the receiver understands.</summary>
internal abstract class Ink
{
    /// <summary>Columns that a line may take; null when nobody wraps lines, as in a file.</summary>
    public virtual int? Width => null;

    public abstract void WriteLine(params ReadOnlySpan<Piece> pieces);

    public abstract void Flush();
}
