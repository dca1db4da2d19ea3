namespace LogGuardian.Parsing;

/// <summary>Decides which mask applies at a place of a word.</summary>
internal static class ValueReader
{
    /// <summary>The value that starts at a position of a word; otherwise how far to go on.</summary>
    public static (int Length, ParameterKind Kind) ValueAt(ReadOnlySpan<byte> word, int at, out int step)
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
        if (step < rest.Length && rest[step] == '@' && (length = EmailMask.LengthAt(rest)) > 0)
        {
            return (length, ParameterKind.Email);
        }

        if (step < rest.Length && rest[step] == ':' && (length = HostMask.LengthAt(rest, step)) > 0)
        {
            return (length, ParameterKind.Host);
        }

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

            if ((length = Masks.IPv6(rest)) > 0)
            {
                return (length, ParameterKind.IpAddress);
            }

            if ((length = Masks.Time(rest)) > 0)
            {
                return (length, ParameterKind.Time);
            }

            if ((length = Masks.ColonHex(rest)) > 0)
            {
                return (length, ParameterKind.Hex);
            }
        }

        int leader = rest[..step].IndexOf("..."u8);
        if (leader == 0)
        {
            step = rest.IndexOfAnyExcept((byte)'.') is > 0 and var dots ? dots : step;
            return (0, default);
        }

        step = leader > 0 ? leader : step;

        // A sentence's full stop does not belong to its last word.
        ReadOnlySpan<byte> part = rest[..step].TrimEnd((byte)'.');
        return part.IsEmpty || Masks.Classify(part) is not { } kind ? (0, default) : (part.Length, kind);
    }
}
