namespace LogGuardian.Parsing;

/// <summary>What a byte is in a line: white space, delimiter, or part of a word.</summary>
internal static class ByteClass
{
    private const byte Space = 1;
    private const byte Delimiter = 2;

    private static ReadOnlySpan<byte> Classes => Table;

    private static readonly byte[] Table = Create();

    public static bool IsSpace(byte b) => Classes[b] == Space;

    public static bool IsDelimiter(byte b) => Classes[b] == Delimiter;

    private static byte[] Create()
    {
        byte[] table = new byte[256];
        foreach (byte b in " \t\r\n\v\f"u8)
        {
            table[b] = Space;
        }

        foreach (byte b in "=,;()[]{}<>\"'|@#!?:&"u8)
        {
            table[b] = Delimiter;
        }

        return table;
    }
}
