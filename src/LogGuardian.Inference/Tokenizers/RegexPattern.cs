using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace LogGuardian.Inference;

/// <summary>Matches a regular expression that runs without backtracking, so that no line can make it slow.</summary>
internal sealed class RegexPattern(Regex regex) : TextPattern
{
    public override void Find(ReadOnlySpan<byte> text, TextPieces matches)
    {
        char[] rented = ArrayPool<char>.Shared.Rent(text.Length);
        ReadOnlySpan<char> chars = rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented));
        int characters = 0;
        int bytes = 0;
        foreach (ValueMatch match in regex.EnumerateMatches(chars))
        {
            bytes += Encoding.UTF8.GetByteCount(chars[characters..match.Index]);
            int start = bytes;
            bytes += Encoding.UTF8.GetByteCount(chars.Slice(match.Index, match.Length));
            matches.Add(start, bytes);
            characters = match.Index + match.Length;
        }

        ArrayPool<char>.Shared.Return(rented);
    }
}
