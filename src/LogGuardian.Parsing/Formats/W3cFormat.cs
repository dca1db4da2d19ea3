namespace LogGuardian.Parsing;

/// <summary>
/// W3C extended logs, as IIS writes them: <c>#Fields:</c> names the columns. The content is what follows date and time; the
/// whole line when the log does not begin its lines with them.
/// </summary>
internal sealed class W3cFormat : HeaderFormat
{
    private readonly string[] _columns;
    private readonly bool _dated;
    private readonly TimestampReader _reader;
    private readonly TimeProvider _clock;

    /// <param name="fields">A <c>#Fields:</c> line.</param>
    /// <param name="clock">Supplies what a timestamp leaves out.</param>
    public W3cFormat(ReadOnlySpan<byte> fields, TimeProvider clock)
    {
        _clock = clock;
        _reader = new TimestampReader(clock);
        _columns = LogText.Decode(fields[FieldsDirective.Length..]).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        _dated = _columns is ["date", "time", ..];
    }

    public override string Name => "w3c";

    private static ReadOnlySpan<byte> FieldsDirective => "#Fields:"u8;

    /// <summary>Whether a line names the columns.</summary>
    public static bool NamesColumns(ReadOnlySpan<byte> line) => line.StartsWith(FieldsDirective);

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        reading = default;
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (IsDirective(text) || text.IsEmpty)
        {
            return false;
        }

        if (!_dated)
        {
            reading = new HeaderReading(line.Raw, 0, LogSeverity.Unspecified);
            return true;
        }

        if (!_reader.TryRead(text, out long ticks, out int length))
        {
            return false;
        }

        while (length < text.Length && text[length] is (byte)' ' or (byte)'\t')
        {
            length++;
        }

        reading = new HeaderReading(line.Raw[length..], ticks, LogSeverity.Unspecified);
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => true;

    public override bool IsDirective(ReadOnlySpan<byte> line) =>
        ClockText.Is(line, 0, (byte)'#') && ClockText.IsLetter(line, 1) && line.IndexOf((byte)':') > 0;

    // IIS names the columns anew when it restarts, and after its configuration changed.
    public override HeaderFormat? Redirect(ReadOnlySpan<byte> directive) => NamesColumns(directive) ? new W3cFormat(directive, _clock) : null;

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        string[] values = line.ToString().Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var fields = new List<KeyValuePair<string, string>>(_columns.Length);
        for (int i = 0; i < Math.Min(values.Length, _columns.Length); i++)
        {
            fields.Add(new(_columns[i], values[i]));
        }

        return fields;
    }
}
