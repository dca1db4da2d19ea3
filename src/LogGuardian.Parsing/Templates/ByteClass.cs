namespace LogGuardian.Parsing;

/// <summary>What a byte is in a line: white space, delimiter, or part of a word.</summary>
internal static class ByteClass
{
    private const byte Space = 1;
    private const byte Delimiter = 2;

    // A letter that no hexadecimal digit is, or an underscore: what begins with it is neither number nor address.
    private const byte Name = 4;

    private static readonly byte[] Table = Create();

    public static bool IsSpace(byte b) => (Table[b] & Space) != 0;

    public static bool IsDelimiter(byte b) => (Table[b] & Delimiter) != 0;

    public static bool IsPlain(byte b) => (Table[b] & (Space | Delimiter)) == 0;

    public static bool BeginsName(byte b) => (Table[b] & Name) != 0;

    /// <summary>Whether digits before this byte are a whole number; a colon may go on with a time, an @ with the domain of an e-mail address.</summary>
    public static bool EndsNumber(byte b) => !IsPlain(b) && b is not ((byte)':' or (byte)'@');

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

        foreach (byte b in "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ_"u8)
        {
            table[b] = Name;
        }

        return table;
    }
}
