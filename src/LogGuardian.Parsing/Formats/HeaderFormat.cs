namespace LogGuardian.Parsing;

/// <summary>
/// A line layout that can be read per line. Safe for concurrent callers: what an instance remembers is a hint, never a result.
/// </summary>
internal abstract class HeaderFormat : LogFormat
{
    /// <summary>Whether the format says little: any other that reads the lines is better.</summary>
    public virtual bool IsVague => false;

    /// <summary>Reads the header. Allocates nothing unless the content has to be unescaped; never throws.</summary>
    /// <param name="line">A record.</param>
    /// <param name="reading">What the header says when the answer is true.</param>
    /// <returns>False when this line has no header of this format.</returns>
    public abstract bool TryRead(in LogLine line, out HeaderReading reading);

    /// <summary>Whether a physical line begins a new record; false for a continuation such as a line of a stack trace.</summary>
    public abstract bool StartsRecord(ReadOnlySpan<byte> line);

    /// <summary>Whether a physical line describes the log itself, such as <c>#Fields:</c>.</summary>
    public virtual bool IsDirective(ReadOnlySpan<byte> line) => false;

    /// <summary>The format from here on, when a directive changes it, such as a second <c>#Fields:</c>; null when it does not.</summary>
    public virtual HeaderFormat? Redirect(ReadOnlySpan<byte> directive) => null;

    /// <summary>Whether a line is typical of this format; stricter than <see cref="TryRead"/>, for telling formats apart.</summary>
    public virtual bool Recognizes(in LogLine line) => TryRead(line, out _);
}
