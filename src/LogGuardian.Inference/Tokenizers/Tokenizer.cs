using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace LogGuardian.Inference;

/// <summary>Turns a text into the ids of its tokens. Safe for concurrent callers.</summary>
internal abstract class Tokenizer
{
    /// <summary>Bytes of a tokenizer's file.</summary>
    public const int MaxFileBytes = 67_108_864;

    /// <summary>Tokens of a vocabulary.</summary>
    public const int MaxVocabulary = 1_000_000;

    /// <summary>Bytes of a text that are looked at: far more than any model takes, unless they hardly make tokens.</summary>
    public const int MaxTextBytes = 65_536;

    /// <summary>Ids are less than this.</summary>
    public abstract int Count { get; }

    /// <summary>The id that fills a batch up; 0 where the file names none.</summary>
    public abstract int PadId { get; }

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="kind">What the file holds.</param>
    /// <param name="file">The file; read to its end, at most 64 MiB.</param>
    /// <param name="options">What the file does not say.</param>
    /// <exception cref="InvalidDataException">The file is damaged, too large, or needs what is not supported; the message names it.</exception>
    public static Tokenizer Open(TokenizerKind kind, Stream file, TokenizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        byte[] content = ReadAll(file);
        return kind switch
        {
            TokenizerKind.WordPiece => VocabularyFile.Read(content, options),
            TokenizerKind.Json => TokenizerJson.Read(content, options),
            TokenizerKind.SentencePiece => SentencePieceFile.Read(content, options),
            TokenizerKind.Tiktoken => TiktokenFile.Read(content),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind of tokenizer is unknown; use one of the names of TokenizerKind."),
        };
    }

    /// <summary>Encodes a text: special tokens at its ends, cut so that they fit too.</summary>
    /// <param name="utf8">The text; bytes that are not UTF-8 are read as U+FFFD.</param>
    /// <param name="ids">Receives the ids; as long as there may be tokens.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ArgumentException">There is not even room for the special tokens.</exception>
    public int Encode(ReadOnlySpan<byte> utf8, Span<int> ids)
    {
        if (utf8.Length > MaxTextBytes)
        {
            int end = MaxTextBytes;
            while (end > MaxTextBytes - 4 && (utf8[end] & 0xC0) == 0x80)
            {
                end--;
            }

            utf8 = utf8[..end];
        }

        if (Utf8.IsValid(utf8))
        {
            return EncodeValid(utf8, ids);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(3 * utf8.Length);
        int length = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out Rune rune, out int bytes);
            utf8 = utf8[bytes..];
            length += rune.EncodeToUtf8(rented.AsSpan(length));
        }

        int count = EncodeValid(rented.AsSpan(0, length), ids);
        ArrayPool<byte>.Shared.Return(rented);
        return count;
    }

    /// <summary>Encodes valid UTF-8.</summary>
    protected abstract int EncodeValid(ReadOnlySpan<byte> utf8, Span<int> ids);

    /// <summary>How many tokens of the text there is room for.</summary>
    protected static int RoomFor(ReadOnlySpan<int> ids, int specialTokens) => ids.Length >= specialTokens
        ? ids.Length - specialTokens
        : throw new ArgumentException(FormattableString.Invariant(
            $"There is room for {ids.Length} tokens; a text has {specialTokens} special ones. Give more room."), nameof(ids));

    private static byte[] ReadAll(Stream file)
    {
        using var content = new MemoryStream();
        byte[] chunk = new byte[81_920];
        for (int read; (read = file.Read(chunk)) > 0;)
        {
            if (content.Length + read > MaxFileBytes)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The tokenizer's file has more than {MaxFileBytes:N0} bytes, the most that are read. Use a tokenizer with a smaller vocabulary."));
            }

            content.Write(chunk, 0, read);
        }

        return content.ToArray();
    }
}
