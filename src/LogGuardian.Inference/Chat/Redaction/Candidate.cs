namespace LogGuardian.Inference;

/// <summary>A value that a pattern found in a text, with what stands around it.</summary>
internal readonly ref struct Candidate(ReadOnlySpan<char> text, int start, int length)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly int _start = start;

    public int Length { get; } = length;

    public ReadOnlySpan<char> Value => _text.Slice(_start, Length);

    public ReadOnlySpan<char> Before => _text[.._start];

    public ReadOnlySpan<char> After => _text[(_start + Length)..];
}
