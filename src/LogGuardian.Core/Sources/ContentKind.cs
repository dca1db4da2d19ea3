using System.Text;
using System.Text.Unicode;

namespace LogGuardian;

/// <summary>Tells from the first bytes what a file holds. Names and extensions are never asked: they lie.</summary>
internal static class ContentKind
{
    private static readonly Encoding LittleEndian = new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
    private static readonly Encoding BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false);

    public static bool IsGzip(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, 0x08, ..];

    /// <summary>The encoding that a UTF-16 byte order mark announces, or null.</summary>
    public static Encoding? Utf16(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, ..] => LittleEndian,
        [0xFE, 0xFF, ..] => BigEndian,
        _ => null,
    };

    /// <summary>
    /// Whether the content is not text: a known signature, or a tenth of control bytes that logs do not use. When the bytes are not
    /// UTF-8 either, a twentieth is enough: compressed data holds a tenth by chance, text in an old encoding holds none.
    /// </summary>
    public static bool IsBinary(ReadOnlySpan<byte> head)
    {
        if (HasBinarySignature(head))
            return true;

        int controls = 0;
        foreach (byte b in head)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1B))
                controls++;
        }

        return controls > 0 && controls * 10L >= head.Length / (IsUtf8(head) ? 1 : 2);
    }

    // The last character may be cut by the end of what was read.
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        int end = head.Length;
        while (end > 0 && head.Length - end < 3 && (head[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return Utf8.IsValid(head) || (end > 0 && head[end - 1] >= 0xC0 && Utf8.IsValid(head[..(end - 1)]));
    }

    private static bool HasBinarySignature(ReadOnlySpan<byte> head) =>
        head is [0x7F, (byte)'E', (byte)'L', (byte)'F', ..]
        || head is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
        || head is [0xFF, 0xD8, 0xFF, ..] // JPEG
        || head.StartsWith("GIF87a"u8)
        || head.StartsWith("GIF89a"u8)
        || head.StartsWith("%PDF-"u8)
        || head.StartsWith("PK\u0003\u0004"u8) // zip, jar, office documents
        || head.StartsWith("PAR1"u8) // Parquet
        || head.StartsWith("SQLite format 3\0"u8)
        || head.StartsWith("LPKSHHRH"u8) // systemd journal
        || head.StartsWith("ElfFile\0"u8) // Windows event log
        || head is [0x28, 0xB5, 0x2F, 0xFD, ..] // zstd
        || head is [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] // xz
        || head is [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] // 7-Zip
        || head is [0x04, 0x22, 0x4D, 0x18, ..] // lz4
        || head is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, ..] // bzip2
        || head is [0xCA, 0xFE, 0xBA, 0xBE, ..] // Java class
        || head is [0xD4, 0xC3, 0xB2, 0xA1, ..] // packet capture
        || head is [0x0A, 0x0D, 0x0D, 0x0A, ..]; // packet capture, next generation
}
