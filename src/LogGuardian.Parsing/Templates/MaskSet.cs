using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LogGuardian.Parsing;

/// <summary>The user's masks, ready to run. Safe for concurrent callers.</summary>
internal sealed class MaskSet
{
    public const int MaxMasks = 32;

    // Whoever matches nothing in one of these matches nothing in some line.
    private static readonly string[] Probes = ["", " ", "a", "1", "a b", "a.1"];

    private readonly Regex[] _patterns;
    private readonly string[] _names;
    private readonly ulong[] _hashes;

    private MaskSet(IReadOnlyList<MaskRule> rules)
    {
        _patterns = [.. rules.Select(Compile)];
        _names = [.. rules.Select(rule => $"<{rule.Name}>")];
        _hashes = [.. _names.Select(LineHash.OfMask)];
    }

    /// <summary>Compiles rules; null for none.</summary>
    /// <exception cref="ArgumentException">A rule is not valid; the message names it.</exception>
    public static MaskSet? Create(IReadOnlyList<MaskRule> rules)
    {
        if (rules.Count > MaxMasks)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Masks has {rules.Count} rules; it must have at most {MaxMasks}. Join patterns that may share a name with |."));
        }

        return rules.Count == 0 ? null : new MaskSet(rules);
    }

    /// <summary>How a rule's values are written in a template.</summary>
    public string NameOf(int rule) => _names[rule];

    public ulong HashOf(int rule) => _hashes[rule];

    /// <summary>Finds the values in a line, in order and without overlap; earlier rules win.</summary>
    /// <param name="content">The line.</param>
    /// <param name="values">Receives them; what finds no room is left out.</param>
    /// <returns>Their number.</returns>
    public int Find(ReadOnlySpan<byte> content, Span<MaskedValue> values)
    {
        // A byte is a character, so that offsets stay what they are.
        char[] rented = ArrayPool<char>.Shared.Rent(content.Length);
        ReadOnlySpan<char> text = rented.AsSpan(0, Encoding.Latin1.GetChars(content, rented));
        int count = 0;
        for (int rule = 0; rule < _patterns.Length; rule++)
        {
            foreach (ValueMatch match in _patterns[rule].EnumerateMatches(text))
            {
                if (match.Length > 0 && count < values.Length)
                {
                    (int start, int end) = WholeCharacters(content, match.Index, match.Index + match.Length);
                    count += Insert(values, count, new MaskedValue(start, end - start, ParameterKind.Custom, (byte)rule)) ? 1 : 0;
                }
            }
        }

        ArrayPool<char>.Shared.Return(rented);
        return count;
    }

    private static bool Insert(Span<MaskedValue> values, int count, MaskedValue value)
    {
        // Matches of one rule come in order: mostly the place is the end.
        int place = count;
        while (place > 0 && values[place - 1].Start >= value.Start)
        {
            place--;
        }

        if ((place > 0 && values[place - 1].Start + values[place - 1].Length > value.Start)
            || (place < count && value.Start + value.Length > values[place].Start))
        {
            return false;
        }

        values[place..count].CopyTo(values[(place + 1)..]);
        values[place] = value;
        return true;
    }

    /// <summary>A value never ends in the midst of a UTF-8 character.</summary>
    private static (int Start, int End) WholeCharacters(ReadOnlySpan<byte> content, int start, int end)
    {
        while (start > 0 && IsContinuation(content[start]))
        {
            start--;
        }

        while (end < content.Length && IsContinuation(content[end]))
        {
            end++;
        }

        return (start, end);
    }

    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;

    private static Regex Compile(MaskRule rule, int index)
    {
        if (rule?.Name is null || rule.Pattern is null)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Masks[{index}] is null or has a null in it; it must be a rule with name and pattern. Leave it out."));
        }

        if (rule.Name.Length is < 1 or > 32 || !rule.Name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            throw new ArgumentException($"Mask name is '{rule.Name}'; it must be 1 to 32 upper-case letters, digits or '_'. Write, say, ORDER_ID.");
        }

        if (MaskNames.IsBuiltIn($"<{rule.Name}>"))
        {
            throw new ArgumentException($"Mask name is '{rule.Name}'; it must not be that of a built-in mask. Write, say, MY_{rule.Name}.");
        }

        if (!Ascii.IsValid(rule.Pattern))
        {
            throw new ArgumentException($"Pattern of mask {rule.Name} is '{rule.Pattern}'; it must consist of ASCII characters. Write . or \\W for others.");
        }

        Regex regex;
        try
        {
            regex = new Regex(rule.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException(
                $"Pattern of mask {rule.Name} is '{rule.Pattern}'; it must be a regular expression without look-around or back-reference. {e.Message}", e);
        }

        return MatchesNothing(regex)
            ? throw new ArgumentException($"Pattern of mask {rule.Name} is '{rule.Pattern}'; it must not match the empty string. Write, say, + instead of *.")
            : regex;
    }

    private static bool MatchesNothing(Regex regex)
    {
        foreach (string probe in Probes)
        {
            foreach (ValueMatch match in regex.EnumerateMatches(probe))
            {
                if (match.Length == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
