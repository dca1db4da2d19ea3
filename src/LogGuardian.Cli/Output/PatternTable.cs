using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>Lays patterns out for people: a row for each, and below it its values and an example when they are asked for.</summary>
/// <param name="width">Columns of the terminal; null for a file or pipe.</param>
/// <param name="patterns">The patterns in order.</param>
/// <param name="details">Whether to show values and an example.</param>
/// <param name="showSource">Whether the source's name is worth its place.</param>
internal sealed class PatternTable(int? width, IReadOnlyList<LogPattern> patterns, bool details, bool showSource)
{
    private const int WidthOfFiles = 200;
    private const int LeastRoom = 20;
    private const int Indent = 4;
    private const int MaxName = 40;
    private const int TemplateColumn = 6;
    private const string Gap = "  ";
    private const string Full = "yyyy-MM-dd HH:mm:ss";

    private int Width => width ?? WidthOfFiles;

    public IEnumerable<Piece[]> Lines()
    {
        if (patterns.Count == 0)
        {
            yield break;
        }

        string[][] rows = [["count", "share", "severity", "rate", "first seen", "last seen", "template"], .. patterns.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        yield return [new Piece(Row(rows[0], widths), Tone.Quiet)];
        for (int i = 0; i < patterns.Count; i++)
        {
            yield return Pieces(patterns[i], rows[i + 1], widths);
            if (details)
            {
                foreach (Piece[] line in Details(patterns[i]))
                {
                    yield return line;
                }
            }
        }

        if (!details)
        {
            yield return [];
        }
    }

    private static string Row(string[] cells, int[] widths) => string.Join(Gap, cells.Select((cell, column) => Pad(cell, column, widths[column])));

    /// <summary>Numbers end, texts begin at the same column; nothing follows the template.</summary>
    private static string Pad(string cell, int column, int width) => column switch
    {
        0 or 1 or 3 => cell.PadLeft(width),
        TemplateColumn => cell,
        _ => cell.PadRight(width),
    };

    private string[] Cells(LogPattern pattern) =>
    [
        ScanSummary.Number(pattern.Count),
        PatternText.Share(pattern.Share),
        PatternText.Severity(pattern),
        PatternText.Rate(pattern.PerSecond),
        pattern.FirstSeen is { } first ? first.UtcDateTime.ToString(Full, CultureInfo.InvariantCulture) : Place(pattern.First),
        LastSeen(pattern),
        "",
    ];

    private Piece[] Pieces(LogPattern pattern, string[] cells, int[] widths)
    {
        string count = cells[0].PadLeft(widths[0]);
        string severity = cells[2].PadRight(widths[2]);
        string share = Gap + cells[1].PadLeft(widths[1]) + Gap;
        string rest = Gap + string.Join(Gap, Enumerable.Range(3, 3).Select(column => Pad(cells[column], column, widths[column]))) + Gap;
        int room = Math.Max(LeastRoom, Width - count.Length - severity.Length - share.Length - rest.Length);
        return
        [
            new Piece(count, Tone.Strong),
            new Piece(share, Tone.Quiet),
            new Piece(severity, pattern.Severity >= LogSeverity.Error ? Tone.Alarm : Tone.Plain),
            new Piece(rest, Tone.Quiet),
            new Piece(SafeText.Cut(pattern.Template.Text, room)),
        ];
    }

    private IEnumerable<Piece[]> Details(LogPattern pattern)
    {
        int names = pattern.Parameters.Count == 0 ? 0 : pattern.Parameters.Max(parameter => NameOf(parameter).Length);
        foreach (PatternParameter parameter in pattern.Parameters)
        {
            string name = new string(' ', Indent) + NameOf(parameter).PadRight(names) + Gap;
            yield return [new Piece(name), new Piece(SafeText.Cut(PatternText.Of(parameter), Math.Max(LeastRoom, Width - name.Length)), Tone.Quiet)];
        }

        foreach (PatternExample example in pattern.Examples.Take(1))
        {
            string place = $"{new string(' ', Indent)}{Place(example.Line)} │ ";
            yield return [new Piece(place + SafeText.Cut(example.Text, Math.Max(LeastRoom, Width - place.Length)), Tone.Quiet)];
        }

        yield return [];
    }

    private static string NameOf(PatternParameter parameter) =>
        parameter.Name is { } name ? SafeText.Cut(name, MaxName) : string.Create(CultureInfo.InvariantCulture, $"{parameter.Position + 1}");

    private string LastSeen(LogPattern pattern) => pattern is { FirstSeen: { } first, LastSeen: { } last }
        ? last.UtcDateTime.ToString(first.UtcDateTime.Date == last.UtcDateTime.Date ? "HH:mm:ss" : Full, CultureInfo.InvariantCulture)
        : Place(pattern.Last);

    private string Place(PatternLine line) => string.Create(
        CultureInfo.InvariantCulture, $"line {line.LineId}{(showSource ? " of " + SafeText.Cut(line.Source, MaxName) : "")}");
}
