namespace LogGuardian.Benchmarks;

/// <summary>A log with lines whose templates were never there before: other words, in other numbers.</summary>
internal static class NewKinds
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Replaces the content of one line in so many; the header of a line is what stands before its first ": ".</summary>
    public static IEnumerable<string> Among(IEnumerable<string> lines, int every)
    {
        var random = new Random(1);
        int line = 0;
        foreach (string text in lines)
        {
            int content = text.IndexOf(": ", StringComparison.Ordinal);
            yield return ++line % every == 0 ? text[..(content < 0 ? 0 : content + 2)] + Sentence(random) : text;
        }
    }

    private static string Sentence(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(5, 16)).Select(_ => new string(random.GetItems<char>(Letters, random.Next(3, 9)))));
}
