using System.Buffers.Binary;

namespace LogGuardian.Inference;

/// <summary>What a file of SentencePiece says, as far as it is needed; its format is that of protocol buffers.</summary>
internal sealed class SentencePieceModel
{
    private readonly List<SentencePiece> _pieces = [];

    public IReadOnlyList<SentencePiece> Pieces => _pieces;

    /// <summary>1 is unigram, 2 byte pairs.</summary>
    public int Kind { get; private set; } = 1;

    public int Unknown { get; private set; }

    public int Begin { get; private set; } = 1;

    public int End { get; private set; } = 2;

    public int Padding { get; private set; } = -1;

    public bool HasCharacterMap { get; private set; }

    public bool BeginsWithSpace { get; private set; } = true;

    public bool RemovesExtraSpaces { get; private set; } = true;

    public static SentencePieceModel Read(ReadOnlySpan<byte> file)
    {
        var model = new SentencePieceModel();
        while (NextField(ref file, out int field, out _, out ReadOnlySpan<byte> content))
        {
            switch (field)
            {
                case 1:
                    model.AddPiece(content);
                    break;
                case 2:
                    model.ReadTrainer(content);
                    break;
                case 3:
                    model.ReadNormalizer(content);
                    break;
            }
        }

        int count = model._pieces.Count;
        return count > 0 && model.Unknown >= 0 && model.Unknown < count && Math.Max(Math.Max(model.Begin, model.End), model.Padding) < count
            ? model
            : throw new InvalidDataException(FormattableString.Invariant(
                $"The SentencePiece model has {count} pieces, and special ones that are not among them. Use its tokenizer.model."));
    }

    private void AddPiece(ReadOnlySpan<byte> message)
    {
        byte[] text = [];
        float score = 0;
        var type = SentencePieceType.Normal;
        while (NextField(ref message, out int field, out long number, out ReadOnlySpan<byte> content))
        {
            text = field == 1 ? content.ToArray() : text;
            score = field == 2 ? BitConverter.Int32BitsToSingle((int)number) : score;
            type = field == 3 ? (SentencePieceType)number : type;
        }

        if (!float.IsFinite(score) || _pieces.Count == Tokenizer.MaxVocabulary)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Piece {_pieces.Count} of the SentencePiece model has the score {score}; scores are finite and there are at most {Tokenizer.MaxVocabulary:N0}. Use its tokenizer.model."));
        }

        _pieces.Add(new SentencePiece(_pieces.Count, text, score, type));
    }

    private void ReadTrainer(ReadOnlySpan<byte> message)
    {
        while (NextField(ref message, out int field, out long number, out _))
        {
            Kind = field == 3 ? (int)number : Kind;
            Unknown = field == 40 ? (int)number : Unknown;
            Begin = field == 41 ? (int)number : Begin;
            End = field == 42 ? (int)number : End;
            Padding = field == 43 ? (int)number : Padding;
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        while (NextField(ref message, out int field, out long number, out ReadOnlySpan<byte> content))
        {
            HasCharacterMap |= field == 2 && !content.IsEmpty;
            BeginsWithSpace = field == 3 ? number != 0 : BeginsWithSpace;
            RemovesExtraSpaces = field == 4 ? number != 0 : RemovesExtraSpaces;
        }
    }

    private static bool NextField(ref ReadOnlySpan<byte> message, out int field, out long number, out ReadOnlySpan<byte> content)
    {
        (field, number) = (0, 0);
        content = default;
        if (message.IsEmpty)
        {
            return false;
        }

        long tag = Varint(ref message);
        field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                number = Varint(ref message);
                break;
            case 1:
                number = BinaryPrimitives.ReadInt64LittleEndian(Take(ref message, 8));
                break;
            case 2:
                content = Take(ref message, Varint(ref message));
                break;
            case 5:
                number = BinaryPrimitives.ReadInt32LittleEndian(Take(ref message, 4));
                break;
            default:
                throw Damaged();
        }

        return true;
    }

    private static long Varint(ref ReadOnlySpan<byte> message)
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = Take(ref message, 1)[0];
            number |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return (long)number;
            }
        }

        throw Damaged();
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, long length)
    {
        if (length < 0 || length > message.Length)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> taken = message[..(int)length];
        message = message[(int)length..];
        return taken;
    }

    private static InvalidDataException Damaged() => new("The SentencePiece model ends too early or is none. Use its tokenizer.model, whole.");
}
