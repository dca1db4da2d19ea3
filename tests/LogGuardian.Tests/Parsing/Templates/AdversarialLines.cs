using System.Text;

namespace LogGuardian.Tests.Parsing.Templates;

/// <summary>Lines made to hurt a template miner. Each kind is an endless stream in which no line repeats.</summary>
internal static class AdversarialLines
{
    public static IReadOnlyList<string> Kinds { get; } =
        ["unique words", "growing", "nested brackets", "equals signs", "one shape", "one word differs", "numbered", "compounds", "wildcards", "long words", "5,000 units"];

    public static byte[] Line(string kind, int number) => Encoding.UTF8.GetBytes(kind switch
    {
        "unique words" => string.Join(' ', Enumerable.Range(0, 8).Select(i => Word(number, i))),
        "growing" => string.Join(' ', Enumerable.Range(0, 1 + (number % 400)).Select(i => Word(number / 400, i))),
        "nested brackets" => new string('(', 1 + (number % 500)) + Word(number, 0) + new string(']', 1 + (number % 499)),
        "equals signs" => new string('=', number % 300) + Word(number, 0) + new string('=', 1 + (number % 301)) + Word(number, 1),
        "one shape" => $"{Word(number, 0)} {Word(number, 1)} {Word(number, 2)}",
        "one word differs" => $"{Word(number / 3, 0)} is {Word(number, 1)} of it",
        "numbered" => $"{number} {Word(number, 0)}",
        "compounds" => $"sync {Word(number, 0)}({number}) [{number}](x{number}) {Word(number / 2, 1)}",
        "wildcards" => $"go {Word(number / 5, 0)} {Word(number % 5, 1)} {Word(number / 25, 2)} {Word(number / 5 % 5, 3)} end",
        "long words" => string.Concat(Enumerable.Range(0, 1_000).Select(i => Word(number, i))),
        _ => string.Join(' ', Enumerable.Range(0, 5_000).Select(i => i < 300 ? Word(number, i) : "w")),
    });

    /// <summary>Letters only: a digit would make a value of it.</summary>
    private static string Word(int number, int place)
    {
        uint mixed = unchecked(((uint)number * 2_654_435_761) + ((uint)place * 40_503));
        Span<char> word = stackalloc char[7];
        for (int i = 0; i < word.Length; i++)
        {
            word[i] = (char)('g' + (mixed % 20));
            mixed /= 20;
            mixed += i == 2 ? (uint)number : 0;
        }

        return word.ToString();
    }
}
