namespace LogGuardian.Parsing;

/// <summary>
/// The slow query log of MySQL and MariaDB: <c># Time: …</c>, more comments with names and values, and the statement, which is the content.
/// </summary>
internal sealed class SlowQueryFormat : HeaderFormat
{
    private readonly TimestampReader _reader;

    public SlowQueryFormat(TimeProvider clock) => _reader = new TimestampReader(clock);

    public override string Name => "mysql-slow";

    private static ReadOnlySpan<byte> Time => "# Time: "u8;

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (!TryReadTime(text, out long ticks))
        {
            reading = default;
            return false;
        }

        // What the server puts before each statement tells nothing of the statement.
        int at = 0;
        while (text[at..].StartsWith("# "u8) || text[at..].StartsWith("use "u8) || text[at..].StartsWith("SET timestamp="u8))
        {
            int end = text[at..].IndexOf((byte)'\n');
            at = end < 0 ? text.Length : at + end + 1;
        }

        reading = new HeaderReading(line.Raw[at..], ticks, LogSeverity.Unspecified);
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => TryReadTime(line, out _);

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        var fields = new List<KeyValuePair<string, string>>();
        if (!TryReadTime(line.Raw.Span, out _))
        {
            return fields;
        }

        foreach (string comment in line.ToString().Split('\n').TakeWhile(text => text.StartsWith("# ", StringComparison.Ordinal)))
        {
            // Two blanks part the pairs, and pad the id: a name that stands alone has its value in the next piece.
            string name = "";
            foreach (string piece in comment[2..].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                string[] parts = (name + piece).Split(": ", 2, StringSplitOptions.TrimEntries);
                name = piece.EndsWith(':') ? piece + " " : "";
                if (parts.Length == 2)
                {
                    fields.Add(new(parts[0], parts[1]));
                }
            }
        }

        return fields;
    }

    private bool TryReadTime(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        return text.StartsWith(Time) && _reader.TryRead(HeaderMatcher.HeaderOf(text[Time.Length..]), out ticks, out _);
    }
}
