namespace LogGuardian.Parsing;

/// <summary>
/// Lines that a container runtime wrapped: the program's own lines have a format of their own. The time is that of the runtime,
/// which has a date and a zone; all else is read inside. Lines that were cut in two, and the lines of a trace, are put together.
/// </summary>
internal abstract class ContainerFormat(HeaderFormat inner) : HeaderFormat
{
    // The stream whose last line goes on; a hint, which lines of another run may disturb.
    private byte _open;

    public override string Name => inner is PlainFormat ? Runtime : $"{Runtime}/{inner.Name}";

    public override bool IsVague => inner.IsVague;

    /// <summary>Short name of the runtime's format.</summary>
    protected abstract string Runtime { get; }

    /// <summary>The same envelope with lines of a format in it.</summary>
    public abstract HeaderFormat Holding(HeaderFormat format);

    /// <summary>The program's line in a runtime's line, if it is one.</summary>
    public bool TryUnwrap(in LogLine line, out LogLine content)
    {
        if (!TryOpen(line.Raw.Span, out Envelope envelope))
        {
            content = default;
            return false;
        }

        content = new LogLine(line.Source, line.LineId, JsonText.Of(line.Raw, envelope.Content));
        return true;
    }

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (!TryOpen(HeadOf(text), out Envelope envelope))
        {
            reading = default;
            return false;
        }

        ReadOnlyMemory<byte> content = HeadOf(text).Length == text.Length ? JsonText.Of(line.Raw, envelope.Content) : Join(line.Raw);
        reading = inner.TryRead(new LogLine(line.Source, line.LineId, content), out HeaderReading inside)
            ? new HeaderReading(inside.Content, envelope.UtcTicks, inside.Severity) { IsPartial = inside.IsPartial, Message = inside.Message }
            : new HeaderReading(content, envelope.UtcTicks, LogSeverity.Unspecified) { IsPartial = true };
        return true;
    }

    public override bool Recognizes(in LogLine line) => TryUnwrap(line, out LogLine content) && inner.Recognizes(content);

    public override bool StartsRecord(ReadOnlySpan<byte> line)
    {
        if (!TryOpen(line, out Envelope envelope))
        {
            return false;
        }

        bool continues = _open != 0 && _open == envelope.Stream;
        _open = envelope.IsPartial ? envelope.Stream : (byte)0;

        // Where it matters, an escaped line begins as the line itself does, but for the tabs of its frames.
        ReadOnlySpan<byte> content = line.Slice(envelope.Content.Start, envelope.Content.Length);
        content = JsonText.WithoutLineBreak(content, envelope.Content.IsEscaped);
        return !continues && (content.StartsWith("\\t"u8)
            ? inner.StartsRecord([(byte)'\t', .. content[2..Math.Min(content.Length, HeaderMatcher.MaxHeaderBytes)]])
            : StackTrace.BeginsCrash(content) || inner.StartsRecord(content));
    }

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        var first = new LogLine(line.Source, line.LineId, line.Raw[..HeadOf(line.Raw.Span).Length]);
        return TryUnwrap(first, out LogLine content) ? [.. ReadOuterFields(first), .. inner.ReadFields(content)] : [];
    }

    /// <summary>Reads one line of the runtime; never throws.</summary>
    protected abstract bool TryOpen(ReadOnlySpan<byte> line, out Envelope envelope);

    /// <summary>The fields of the envelope.</summary>
    protected abstract IReadOnlyList<KeyValuePair<string, string>> ReadOuterFields(in LogLine line);

    private static ReadOnlySpan<byte> HeadOf(ReadOnlySpan<byte> record)
    {
        int end = record.IndexOf((byte)'\n');
        return end < 0 ? record : record[..end];
    }

    /// <summary>The program's lines of a record, in a buffer of their own: between them stand the runtime's headers.</summary>
    private ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> record)
    {
        byte[] joined = new byte[record.Length];
        int length = 0;
        bool open = true;
        while (!record.IsEmpty)
        {
            int end = HeadOf(record.Span).Length;
            bool wrapped = TryOpen(record.Span[..end], out Envelope envelope);
            ReadOnlyMemory<byte> content = wrapped ? JsonText.Of(record[..end], envelope.Content) : record[..end];
            if (!open)
            {
                joined[length++] = (byte)'\n';
            }

            content.Span.CopyTo(joined.AsSpan(length));
            length += content.Length;
            open = envelope.IsPartial;
            record = record[Math.Min(end + 1, record.Length)..];
        }

        return joined.AsMemory(0, length);
    }
}
