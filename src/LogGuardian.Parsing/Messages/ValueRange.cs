namespace LogGuardian.Parsing;

/// <summary>Where the value of a hole stands in the JSON that holds the values.</summary>
/// <param name="Start">Offset of the first byte, quotes excluded; 0 when the value was not found, since JSON begins with a bracket.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="IsEscaped">Whether it is the inside of a JSON string with escapes.</param>
internal readonly record struct ValueRange(int Start, int Length, bool IsEscaped)
{
    public bool IsFound => Start > 0;
}
