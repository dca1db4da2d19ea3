using System.Text;

namespace LogGuardian.Inference;

/// <summary>A text and the pieces that it was cut into. Kept and used again, so that it allocates nothing once it has grown.</summary>
internal sealed class TextPieces
{
    private byte[] _bytes = new byte[1024];
    private (int Start, int End)[] _pieces = new (int, int)[64];

    /// <summary>Number of pieces.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the text.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_pieces[index].Start, _pieces[index].End - _pieces[index].Start);

    /// <summary>Where a piece stands in the text.</summary>
    public (int Start, int End) PlaceOf(int index) => _pieces[index];

    /// <summary>The text from a place on.</summary>
    public ReadOnlySpan<byte> Since(int start) => _bytes.AsSpan(start, Length - start);

    public void Clear() => (Count, Length) = (0, 0);

    /// <summary>Room behind the text; <see cref="Advance"/> says how much of it was written.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(Length + bytes, 2 * _bytes.Length));
        }

        return _bytes.AsSpan(Length, bytes);
    }

    public void Advance(int bytes) => Length += bytes;

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        Length += text.Length;
    }

    public void Append(Rune rune) => Length += rune.EncodeToUtf8(Reserve(4));

    /// <summary>Makes a piece of a part of the text; nothing of an empty one.</summary>
    public void Add(int start, int end)
    {
        if (end <= start)
        {
            return;
        }

        if (Count == _pieces.Length)
        {
            Array.Resize(ref _pieces, 2 * Count);
        }

        _pieces[Count++] = (start, end);
    }
}
