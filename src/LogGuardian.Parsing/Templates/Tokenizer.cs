using System.Buffers;
using System.IO.Hashing;
using System.Numerics;

namespace LogGuardian.Parsing;

/// <summary>
/// Cuts content into words at white space and masks the values in them. Its buffers are reused from line to line; one instance per thread.
/// </summary>
internal sealed class Tokenizer
{
    /// <summary>Words looked at; the rest of a longer line is taken as one value.</summary>
    public const int MaxTokens = 256;

    private const ulong MaskSeed = 0xC2B2AE3D27D4EB4F;
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n\v\f"u8);

    private readonly Token[] _tokens = new Token[MaxTokens + 1];
    private MaskedValue[] _values = new MaskedValue[256];
    private int _tokenCount;
    private int _valueCount;

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _tokenCount);

    public ReadOnlySpan<MaskedValue> Values => _values.AsSpan(0, _valueCount);

    /// <summary>Hash of the whole line with masks applied.</summary>
    public ulong LineHash { get; private set; }

    public void Tokenize(ReadOnlySpan<byte> content)
    {
        _tokenCount = 0;
        _valueCount = 0;
        ulong hash = 0;
        int at = 0;
        while (true)
        {
            int skipped = content[at..].IndexOfAnyExcept(WhiteSpace);
            if (skipped < 0)
            {
                break;
            }

            at += skipped;
            if (_tokenCount == MaxTokens)
            {
                AddValue(at, content.Length - at, ParameterKind.Text);
                _tokens[_tokenCount++] = new Token(at, content.Length - at, MaskSeed, IsLiteral: false);
                hash = Fold(hash, MaskSeed);
                break;
            }

            int length = content[at..].IndexOfAny(WhiteSpace);
            length = length < 0 ? content.Length - at : length;
            Token token = Mask(content.Slice(at, length), at);
            _tokens[_tokenCount++] = token;
            hash = Fold(hash, token.Hash);
            at += length;
        }

        LineHash = hash;
    }

    private static ulong Fold(ulong hash, ulong next) => BitOperations.RotateLeft((hash ^ next) * 0x9E3779B97F4A7C15, 29);

    private static ulong HashLiteral(ReadOnlySpan<byte> literal) => XxHash3.HashToUInt64(literal) | 1;

    private Token Mask(ReadOnlySpan<byte> word, int offset)
    {
        // Most words of most logs have neither digit nor slash: no value can hide in them.
        if (word.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && word.IndexOfAny((byte)'/', (byte)'\\') < 0)
        {
            return new Token(offset, word.Length, HashLiteral(word), IsLiteral: true);
        }

        ulong hash = 0;
        int literalStart = 0;
        bool literal = false;
        bool masked = false;
        int at = 0;
        while (at < word.Length)
        {
            (int length, ParameterKind kind) = ValueAt(word, at, out int step);
            if (length == 0)
            {
                at += step;
                continue;
            }

            if (at > literalStart)
            {
                hash = Fold(hash, HashLiteral(word[literalStart..at]));
                literal |= HasLetter(word[literalStart..at]);
            }

            AddValue(offset + at, length, kind);
            masked = true;
            hash = Fold(hash, MaskHash(kind));
            at += length;
            literalStart = at;
        }

        if (!masked)
        {
            return new Token(offset, word.Length, HashLiteral(word), IsLiteral: true);
        }

        if (literalStart < word.Length)
        {
            hash = Fold(hash, HashLiteral(word[literalStart..]));
            literal |= HasLetter(word[literalStart..]);
        }

        return new Token(offset, word.Length, hash | 1, literal);
    }

    /// <summary>The value that starts at a position; otherwise how far to go on.</summary>
    private static (int Length, ParameterKind Kind) ValueAt(ReadOnlySpan<byte> word, int at, out int step)
    {
        ReadOnlySpan<byte> rest = word[at..];
        step = Masks.PartLength(rest);
        if (step == 0)
        {
            // A delimiter; only an IPv6 address such as ::1 starts with one.
            step = 1;
            int six = rest[0] == ':' ? Masks.IPv6(rest) : 0;
            return (six, ParameterKind.IpAddress);
        }

        int length;
        if ((length = Masks.Url(rest)) > 0)
        {
            return (length, ParameterKind.Url);
        }

        if ((length = Masks.DrivePath(rest)) > 0)
        {
            return (length, ParameterKind.Path);
        }

        if (char.IsAsciiHexDigit((char)rest[0]) || rest[0] == '/')
        {
            if ((length = Masks.IPv4(rest)) > 0)
            {
                return (length, ParameterKind.IpAddress);
            }

            if ((length = Masks.Uuid(rest)) > 0)
            {
                return (length, ParameterKind.Uuid);
            }

            if ((length = Masks.Time(rest)) > 0)
            {
                return (length, ParameterKind.Time);
            }

            if ((length = Masks.IPv6(rest)) > 0)
            {
                return (length, ParameterKind.IpAddress);
            }
        }

        // A sentence's full stop does not belong to its last word.
        ReadOnlySpan<byte> part = rest[..step].TrimEnd((byte)'.');
        return part.IsEmpty || Masks.Classify(part) is not { } kind ? (0, default) : (part.Length, kind);
    }

    // Numbers, hexadecimals and identifiers often alternate in one place, so they share a hash; the kind of each value is kept apart.
    private static ulong MaskHash(ParameterKind kind) =>
        MaskSeed + (kind is ParameterKind.Number or ParameterKind.Hex or ParameterKind.Identifier or ParameterKind.Uuid ? 0 : (ulong)kind << 8);

    private static bool HasLetter(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
        {
            if (char.IsAsciiLetter((char)b) || b >= 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private void AddValue(int start, int length, ParameterKind kind)
    {
        if (_valueCount == _values.Length)
        {
            Array.Resize(ref _values, _values.Length * 2);
        }

        _values[_valueCount++] = new MaskedValue(_tokenCount, start, length, kind);
    }
}
