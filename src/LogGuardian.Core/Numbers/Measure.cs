namespace LogGuardian.Core;

/// <summary>Reads what a parameter measures in a base unit, so that <c>1.5s</c> and <c>1500 ms</c> are the same: seconds, bytes, or the plain number.</summary>
internal static class Measure
{
    public const string Seconds = "s";
    public const string Bytes = "B";

    private const int LongestUnit = 5;

    /// <summary>Reads a parameter.</summary>
    /// <param name="log">The line.</param>
    /// <param name="parameter">One of its parameters.</param>
    /// <param name="number">The value, in the base unit.</param>
    /// <param name="unit"><see cref="Seconds"/>, <see cref="Bytes"/> or null.</param>
    /// <returns>False when it is not a finite number with an optional unit.</returns>
    public static bool TryRead(in ParsedLog log, Parameter parameter, out double number, out string? unit)
    {
        unit = null;
        number = 0;
        if (parameter.Kind is not (ParameterKind.Number or ParameterKind.Duration or ParameterKind.Size or ParameterKind.Text))
        {
            return false;
        }

        ReadOnlySpan<byte> content = log.Content.Span;
        ReadOnlySpan<byte> text = content.Slice(parameter.Start, parameter.Length);
        if (!NumberText.TryReadFirst(text, out double first, out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[length..];
        if (rest.IsEmpty)
        {
            // Many programs write the unit as a word of its own, which the template has.
            number = first * (FactorOf(WordAfter(content[(parameter.Start + parameter.Length)..]), out unit) ?? 1);
            return double.IsFinite(number);
        }

        return parameter.Kind == ParameterKind.Duration ? TryReadParts(text, out number, out unit) : TryReadUnit(first, rest, out number, out unit);
    }

    private static bool TryReadUnit(double first, ReadOnlySpan<byte> rest, out double number, out string? unit)
    {
        number = first * (FactorOf(rest, out unit) ?? 1);
        return double.IsFinite(number) && (unit is not null || rest is [(byte)'%']);
    }

    /// <summary>A duration of several parts, as Go prints them: 1h2m3.5s.</summary>
    private static bool TryReadParts(ReadOnlySpan<byte> text, out double number, out string? unit)
    {
        number = 0;
        unit = Seconds;
        bool isNegative = text[0] == '-';
        while (!text.IsEmpty && NumberText.TryReadFirst(text, out double part, out int length))
        {
            text = text[length..];
            int letters = 0;
            while (letters < text.Length && !char.IsAsciiDigit((char)text[letters]))
            {
                letters++;
            }

            if (SecondsIn(text[..letters]) is not { } factor)
            {
                return false;
            }

            number += Math.Abs(part) * factor;
            text = text[letters..];
        }

        number = isNegative ? -number : number;
        return text.IsEmpty;
    }

    /// <summary>The letters that follow after at most one space, when they are few and a whole word.</summary>
    private static ReadOnlySpan<byte> WordAfter(ReadOnlySpan<byte> text)
    {
        text = text.Length > 0 && text[0] == ' ' ? text[1..] : text;
        int letters = 0;
        while (letters <= LongestUnit && letters < text.Length && (char.IsAsciiLetter((char)text[letters]) || text[letters] >= 0x80))
        {
            letters++;
        }

        return letters <= LongestUnit && (letters == text.Length || !char.IsAsciiLetterOrDigit((char)text[letters])) ? text[..letters] : [];
    }

    /// <summary>The base units in a unit; null for what is none. A lone <c>m</c>, <c>h</c> or <c>d</c> is a unit within durations only.</summary>
    private static double? FactorOf(ReadOnlySpan<byte> word, out string? unit)
    {
        double? seconds = word is [(byte)'d' or (byte)'h' or (byte)'m'] ? null : SecondsIn(word);
        double? bytes = seconds is null ? BytesIn(word) : null;
        unit = seconds is not null ? Seconds : bytes is not null ? Bytes : null;
        return seconds ?? bytes;
    }

    private static double? SecondsIn(ReadOnlySpan<byte> unit) => unit switch
    {
        [(byte)'d'] => 86_400,
        [(byte)'h'] => 3_600,
        [(byte)'m'] or [(byte)'m', (byte)'i', (byte)'n'] => 60,
        [(byte)'s'] or [(byte)'s', (byte)'e', (byte)'c'] => 1,
        [(byte)'m', (byte)'s'] => 1e-3,

        // A micro sign, or the Greek letter that looks like it.
        [(byte)'u', (byte)'s'] or [0xC2, 0xB5, (byte)'s'] or [0xCE, 0xBC, (byte)'s'] => 1e-6,
        [(byte)'n', (byte)'s'] => 1e-9,
        _ => null,
    };

    /// <summary>Bytes; a prefix is a power of 1,024, as most programs mean it.</summary>
    private static double? BytesIn(ReadOnlySpan<byte> unit)
    {
        if (unit is [(byte)'B'] or [(byte)'b', (byte)'y', (byte)'t', (byte)'e'] or [(byte)'b', (byte)'y', (byte)'t', (byte)'e', (byte)'s'])
        {
            return 1;
        }

        bool isSize = unit is [_, (byte)'B' or (byte)'b'] or [_, (byte)'i', (byte)'B'];
        int power = isSize ? "KMGTP"u8.IndexOf((byte)(unit[0] & ~0x20)) + 1 : 0;
        return power > 0 ? Math.Pow(1_024, power) : null;
    }
}
