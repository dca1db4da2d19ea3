using System.Numerics;

namespace LogGuardian.Inference;

/// <summary>Tells a random token from an identifier that people or programs made up: it changes between letters and digits far more often, and repeats itself less.</summary>
internal static class TokenShape
{
    // Of random Base64 half of the neighbours are of different classes, of a random mix of digits and letters of one case four tenths; of names in camel case a quarter.
    private const double LeastChanges = 0.35;
    private const double LeastChangesOfOneCase = 0.25;
    private const double LeastBitsPerCharacter = 3.4;
    private const int LeastLength = 20;
    private const int LeastLengthOfOneCase = 24;

    /// <summary>Hexadecimal numbers are not taken for secrets: digests, trace ids and commits are, and need their names to be.</summary>
    public static bool IsRandom(ReadOnlySpan<char> text)
    {
        int letters = 0, classes = 0, changes = 0, last = 0;
        bool isHex = true;
        foreach (char c in text)
        {
            int now = char.IsAsciiDigit(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : char.IsAsciiLetterUpper(c) ? 4 : 0;
            isHex &= now == 0 || char.IsAsciiHexDigit(c);
            if (now == 0)
            {
                continue;
            }

            letters++;
            classes |= now;
            changes += last != 0 && now != last ? 1 : 0;
            last = now;
        }

        bool isMixed = classes == 7;
        bool isOneCase = BitOperations.PopCount((uint)classes) == 2 && (classes & 1) != 0 && letters == text.TrimEnd('=').Length;
        return !isHex && (isMixed || isOneCase) && letters >= (isMixed ? LeastLength : LeastLengthOfOneCase)
            && changes >= (isMixed ? LeastChanges : LeastChangesOfOneCase) * (letters - 1) && BitsPerCharacter(text) >= LeastBitsPerCharacter;
    }

    private static double BitsPerCharacter(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        foreach (char c in text)
        {
            counts[c]++;
        }

        double bits = 0;
        foreach (int count in counts)
        {
            bits -= count == 0 ? 0 : (double)count / text.Length * Math.Log2((double)count / text.Length);
        }

        return bits;
    }
}
