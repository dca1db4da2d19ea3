namespace LogGuardian.Parsing;

/// <summary>A slice of a JSON line.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="IsEscaped">Whether it is the inside of a string with escapes.</param>
internal readonly record struct JsonPart(int Start, int Length, bool IsEscaped = false)
{
    public bool IsFound => Length > 0;
}
