using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Recognises each source's format, reads headers, mines templates, cuts out parameters.</summary>
internal sealed class TemplateParser : ILogParser, IStateful
{
    private const int MaxSources = 16_384;

    private readonly FormatDetector _detector;
    private readonly HeaderFormat? _fixed;
    private readonly HeaderFormat _plain = new PlainFormat();
    private readonly TemplateMiner _miner;
    private readonly MessageReader _messages;
    private readonly FormatReviser _reviser;
    private readonly Dictionary<string, SourceFormat> _formats = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    // The source of the last line with its format: one reference, so that readers need no lock.
    private volatile SourceFormat _last = new("", new PlainFormat());
    private readonly ScratchPool _scratch;

    public TemplateParser(ParsingOptions options, TimeProvider clock)
    {
        _detector = new FormatDetector(clock);
        _reviser = new FormatReviser(_detector);
        _fixed = options.Format is null ? null : HeaderSpec.Parse(options.Format, clock);
        var masks = MaskSet.Create(options.Masks);
        _scratch = new ScratchPool(masks);
        _miner = new TemplateMiner(options.MaxVariants, options.MaxTemplates, masks);
        _messages = new MessageReader(options.MaxTemplates);
    }

    public string StateName => "templates";

    public int StateVersion => 1;

    public void Observe(string source, ReadOnlySpan<LogLine> lines)
    {
        HeaderFormat format = _fixed ?? _detector.Detect(lines);
        lock (_gate)
        {
            Remember(new SourceFormat(source, format));
        }
    }

    public bool Continues(in LogLine line)
    {
        if (line.Timestamp is not null)
        {
            return false;
        }

        SourceFormat source = FormatOf(line.Source);
        HeaderFormat format = source.Format;
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (format.StartsRecord(text) || StackTrace.BeginsCrash(text))
        {
            return false;
        }

        if (_fixed is null && StackTrace.LooksForeign(text))
        {
            _reviser.Miss(source, line);
        }

        return ReferenceEquals(format, source.Format) || !source.Format.StartsRecord(text);
    }

    public SkipReason TryParse(in LogLine line, out ParsedLog parsed)
    {
        SourceFormat source = FormatOf(line.Source);
        HeaderFormat format = source.Format;
        if (format.IsDirective(line.Raw.Span))
        {
            if (format.Redirect(line.Raw.Span) is { } redirected)
            {
                source.Switch(redirected);
            }

            parsed = default;
            return SkipReason.Directive;
        }

        HeaderReading header;
        if (line.Timestamp is { } known)
        {
            format = _plain;
            header = new HeaderReading(line.Raw, known.UtcTicks, line.Severity);
        }
        else if (!format.TryRead(line, out header))
        {
            // A line that is unlike its neighbours is no reason to lose it: all of it is content.
            format = _plain;
            header = new HeaderReading(line.Raw, 0, line.Severity);
            Watch(source, line, missed: true);
        }
        else
        {
            Watch(source, line, missed: header.IsPartial);
        }

        if ((line.MessageTemplate is not null || header.Message.IsFound) && ReadMessage(line, header, out ReadOnlyMemory<byte> message, out ReadOnlyMemory<Parameter> values) is { } given)
        {
            parsed = new ParsedLog(line, message, given, values) { Format = format, Severity = header.Severity, UtcTicks = header.UtcTicks };
            return SkipReason.None;
        }

        LineScratch scratch = _scratch.Rent();
        ReadOnlyMemory<byte> content = header.Content;
        ReadOnlySpan<byte> mined = FirstLines(content.Span);
        TemplateCluster cluster = _miner.Match(mined, scratch);
        int rest = Math.Min(mined.Length + 1, content.Length);
        parsed = new ParsedLog(line, content, cluster.Template, scratch.Cut(mined, cluster, rest, content.Length))
        {
            Format = format,
            Severity = header.Severity,
            UtcTicks = header.UtcTicks,
        };
        _scratch.Return(scratch);
        return SkipReason.None;
    }

    public void SaveState(Utf8JsonWriter writer) => TemplateState.Save(writer, _miner.Clusters);

    public void LoadState(JsonElement section, int version) => _miner.Restore(TemplateState.Load(section));

    public IReadOnlyList<LogTemplate> Merge(ILogParser other)
    {
        if (other is TemplateParser replica)
        {
            _miner.Merge(replica._miner.Clusters);
        }

        return [.. _miner.Clusters.Select(cluster => cluster.Template).Where(template => template.Supersedes.Count > 0).OrderBy(template => template.Id.Value)];
    }

    /// <summary>
    /// The message and the line after it: in a stack trace the second line names the exception, which tells one failure from another; the frames do not.
    /// </summary>
    private static ReadOnlySpan<byte> FirstLines(ReadOnlySpan<byte> content)
    {
        int first = content.IndexOf((byte)'\n');
        if (first < 0)
        {
            return content;
        }

        int second = content[(first + 1)..].IndexOf((byte)'\n');
        return second < 0 ? content : content[..(first + 1 + second)];
    }

    private SourceFormat FormatOf(string source)
    {
        SourceFormat last = _last;
        if (ReferenceEquals(last.Source, source))
        {
            return last;
        }

        lock (_gate)
        {
            return _formats.TryGetValue(source, out SourceFormat? known) ? _last = known : Remember(new SourceFormat(source, _fixed ?? new PlainFormat()));
        }
    }

    private SourceFormat Remember(SourceFormat source)
    {
        if (_formats.Count >= MaxSources)
        {
            _formats.Clear();
        }

        _formats[source.Source] = source;
        return _last = source;
    }

    private void Watch(SourceFormat source, in LogLine line, bool missed)
    {
        if (!missed)
        {
            source.Hit();
        }
        else if (_fixed is null)
        {
            _reviser.Miss(source, line);
        }
    }

    private LogTemplate? ReadMessage(in LogLine line, in HeaderReading header, out ReadOnlyMemory<byte> content, out ReadOnlyMemory<Parameter> parameters)
    {
        lock (_gate)
        {
            return _messages.Read(line, header, out content, out parameters);
        }
    }
}
