namespace LogGuardian.Tests.Conventions;

/// <summary>Tables of a document, found by their headings.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of all tables with these headings, without back-ticks; a lone dash is an empty cell.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text, params string[] headings)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        IReadOnlyList<string>[] rows =
        [
            .. Enumerable.Range(0, lines.Length)
                .Where(at => Cells(lines[at]).SequenceEqual(headings, StringComparer.Ordinal))
                .SelectMany(at => lines.Skip(at + 2).TakeWhile(line => line.StartsWith('|')))
                .Select(Cells),
        ];
        return rows.Length > 0
            ? rows
            : throw new InvalidDataException($"There is no table with the headings '{string.Join(" | ", headings)}'. Put it back, or change the test with it.");
    }

    private static IReadOnlyList<string> Cells(string line) => line.StartsWith('|')
        ? [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim()).Select(cell => cell is "-" or "–" ? "" : cell)]
        : [];
}
