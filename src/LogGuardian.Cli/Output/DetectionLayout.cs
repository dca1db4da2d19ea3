using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>Lays a detection out for people: the score and where, the sentences, the lines that prove it.</summary>
/// <param name="width">Columns of the terminal; null for a file or pipe, where nothing is wrapped.</param>
/// <param name="showSource">Whether the source's name is worth its place.</param>
internal sealed class DetectionLayout(int? width, bool showSource)
{
    private const int Indent = 6;
    private const int MaxEvidenceLines = 3;
    private const int MaxSentence = 600;
    private const int MaxName = 80;
    private const int WidthOfFiles = 200;

    public IReadOnlyList<Piece[]> Render(Detection detection)
    {
        if (!detection.IsAnomaly)
        {
            return [[.. Heading(detection), .. Note(detection)]];
        }

        List<Piece[]> lines = [Heading(detection)];
        foreach (string sentence in detection.Explanation?.Sentences ?? [])
        {
            lines.AddRange(Wrap(SafeText.Cut(sentence, MaxSentence)).Select(part => new[] { Margin, new Piece(part) }));
        }

        lines.AddRange(EvidenceLines(detection));
        lines.Add([]);
        return lines;
    }

    private static Piece Margin => new(new string(' ', Indent));

    private static Piece[] Note(Detection detection) => detection.Failure is { } why ? [new Piece("  " + SafeText.Cut(why, WidthOfFiles), Tone.Quiet)] : [];

    private Piece[] Heading(Detection detection)
    {
        LogWindow window = detection.Window;
        List<Piece> pieces = [Score(detection)];
        string lines = string.Create(CultureInfo.InvariantCulture, $"lines {window.FirstLine}–{window.LastLine}");
        pieces.Add(new Piece("  " + lines, detection.IsAnomaly ? Tone.Strong : Tone.Plain));
        if (showSource)
        {
            pieces.Add(new Piece(" of " + SafeText.Cut(window.Source, MaxName)));
        }

        if (window.SessionKey is { } session)
        {
            pieces.Add(new Piece("  " + SafeText.Cut(session, MaxName), Tone.Strong));
            pieces.Add(new Piece(string.Create(CultureInfo.InvariantCulture, $"  {window.Count} lines"), Tone.Quiet));
        }

        if (detection.IsEarly || detection.RevisesEarly)
        {
            pieces.Add(new Piece(detection.IsEarly ? "  early: still open" : "  replaces the early report", Tone.Strong));
        }

        if (detection.Incident is { Count: > 1 } incident)
        {
            pieces.Add(new Piece("  " + Incident(incident), Tone.Strong));
        }

        if (window.Start is { } start && window.End is { } end)
        {
            pieces.Add(new Piece("  " + Span(start, end), Tone.Quiet));
        }

        return [.. pieces];
    }

    private static string Incident(Incident incident)
    {
        string duration = incident.Duration is { } time ? $" in {time.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{incident.Count} times{duration}{(incident.HasEnded ? "" : ", going on")}");
    }

    private static Piece Score(Detection detection) => detection.Label switch
    {
        DetectionLabel.Anomaly => new Piece(detection.Score.ToString("0.00", CultureInfo.InvariantCulture), Tone.Alarm),
        DetectionLabel.Normal => new Piece(detection.Score.ToString("0.00", CultureInfo.InvariantCulture), Tone.Quiet),
        _ => new Piece("   –", Tone.Quiet),
    };

    private static string Span(DateTimeOffset start, DateTimeOffset end)
    {
        const string Full = "yyyy-MM-dd HH:mm:ss";
        string from = start.UtcDateTime.ToString(Full, CultureInfo.InvariantCulture);
        string to = end.UtcDateTime.ToString(start.UtcDateTime.Date == end.UtcDateTime.Date ? "HH:mm:ss" : Full, CultureInfo.InvariantCulture);
        return from.EndsWith(to, StringComparison.Ordinal) ? from : $"{from} – {to}";
    }

    private IEnumerable<Piece[]> EvidenceLines(Detection detection)
    {
        List<ParsedLog> chosen = Choose(detection.Explanation?.Evidence ?? detection.Evidence);
        int digits = chosen.Count == 0 ? 0 : chosen.Max(log => log.Line.LineId.ToString(CultureInfo.InvariantCulture).Length);
        foreach (ParsedLog log in chosen)
        {
            string number = log.Line.LineId.ToString(CultureInfo.InvariantCulture).PadLeft(digits);
            int room = Math.Max(20, (width ?? WidthOfFiles) - Indent - digits - 3);
            yield return [Margin, new Piece(number + " │ ", Tone.Quiet), new Piece(Show(log, room), Tone.Quiet)];
        }
    }

    /// <summary>A record of many lines is shown by its first one: the rest of a stack trace is in the file.</summary>
    private static string Show(in ParsedLog log, int room)
    {
        ReadOnlySpan<byte> raw = log.Line.Raw.Span;
        int end = raw.IndexOf((byte)'\n');
        ReadOnlySpan<byte> first = end >= 0 ? raw[..end] : raw;

        // Four bytes a character at most: more is never shown, and a line may be a megabyte.
        string text = LogText.Decode(first[..Math.Min(first.Length, (room + 1) * 4)]);
        string more = log.Line.LineCount > 1 ? string.Create(CultureInfo.InvariantCulture, $" (+{log.Line.LineCount - 1} lines)") : "";
        return SafeText.Cut(text, Math.Max(10, room - more.Length)) + more;
    }

    /// <summary>The first line of each piece of evidence, then the second of each, until there are enough; in the order of the file.</summary>
    private static List<ParsedLog> Choose(IReadOnlyList<Evidence> evidence)
    {
        var chosen = new List<ParsedLog>();
        int deepest = evidence.Count == 0 ? 0 : evidence.Max(piece => piece.Lines.Count);
        for (int depth = 0; depth < deepest; depth++)
        {
            foreach (Evidence piece in evidence.Where(piece => depth < piece.Lines.Count))
            {
                ParsedLog log = piece.Lines[depth];
                if (chosen.Count < MaxEvidenceLines && !chosen.Any(other => other.Line.LineId == log.Line.LineId && other.Line.Source == log.Line.Source))
                {
                    chosen.Add(log);
                }
            }
        }

        return [.. chosen.OrderBy(log => log.Line.LineId)];
    }

    private IEnumerable<string> Wrap(string text)
    {
        int room = width is { } columns ? Math.Max(20, columns - Indent) : int.MaxValue;
        int start = 0;
        while (text.Length - start > room)
        {
            int space = text.LastIndexOf(' ', start + room, room + 1);
            int end = space > start ? space : start + room;
            yield return text[start..end];
            start = space > start ? end + 1 : end;
        }

        yield return text[start..];
    }
}
