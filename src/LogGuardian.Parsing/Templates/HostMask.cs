namespace LogGuardian.Parsing;

/// <summary>Recognises a host by its port: <c>db.example.org:5432</c>. A dotted name alone may as well be a class or a file.</summary>
internal static class HostMask
{
    private const int LongestPort = 5;

    /// <summary>Length of the host with its port at the beginning of a text; 0 when there is none.</summary>
    /// <param name="rest">The text.</param>
    /// <param name="name">Length of what stands before the first delimiter.</param>
    public static int LengthAt(ReadOnlySpan<byte> rest, int name)
    {
        int digits = 0;
        while (name + 1 + digits < rest.Length && char.IsAsciiDigit((char)rest[name + 1 + digits]))
        {
            digits++;
        }

        int end = name + 1 + digits;
        bool ends = end >= rest.Length || !ByteClass.IsPlain(rest[end]) || (rest[end] == '.' && end + 1 == rest.Length);
        return digits is >= 2 and <= LongestPort && ends && IsHost(rest[..name]) ? end : 0;
    }

    private static bool IsHost(ReadOnlySpan<byte> name)
    {
        int last = name.LastIndexOf((byte)'.');
        ReadOnlySpan<byte> top = name[(last + 1)..];
        if (last < 1 || top.Length < 2 || top.IndexOfAnyExceptInRange((byte)'a', (byte)'z') >= 0 || name.Count((byte)'.') + (IsCommon(top) ? 1 : 0) < 2)
        {
            return false;
        }

        foreach (byte b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'.' or (byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        // Foo.java:42, app/main.go:17: a place in a source file.
        return !IsSource(top) && name.IndexOf(".."u8) < 0;
    }

    private static bool IsCommon(ReadOnlySpan<byte> top) => IsOneOf(top, "com net org edu gov io local internal "u8);

    private static bool IsSource(ReadOnlySpan<byte> top) => IsOneOf(top, "java cs fs vb go py js ts kt rb rs php scala cpp cc hpp pl sql xml "u8);

    private static bool IsOneOf(ReadOnlySpan<byte> word, ReadOnlySpan<byte> words)
    {
        foreach (Range one in words.Split((byte)' '))
        {
            if (words[one].SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
