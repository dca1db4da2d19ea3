using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Recognises each source's format, reads headers, mines templates, cuts out parameters.</summary>
internal sealed class TemplateParser : ILogParser, IStateful
{
    private const int MaxSources = 16_384;
    private const int ParameterBlock = 4_096;

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
    private Parameter[] _block = new Parameter[ParameterBlock];
    private int _blockUsed;

    public TemplateParser(ParsingOptions options, TimeProvider clock)
    {
        _detector = new FormatDetector(clock);
        _reviser = new FormatReviser(_detector);
        _fixed = options.Format is null ? null : HeaderSpec.Parse(options.Format, clock);
        _miner = new TemplateMiner(options.SimilarityThreshold, options.MaxTemplates);
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

        lock (_gate)
        {
            if (_messages.TryRead(line, header, out parsed))
            {
                parsed = parsed with { Format = format, Severity = header.Severity, UtcTicks = header.UtcTicks };
                return SkipReason.None;
            }

            ReadOnlyMemory<byte> content = header.Content;
            ReadOnlySpan<byte> mined = FirstLines(content.Span);
            TemplateCluster cluster = _miner.Match(mined);
            parsed = new ParsedLog(line, content, cluster.Template, Cut(cluster, content.Length - mined.Length, content.Length))
            {
                Format = format,
                Severity = header.Severity,
                UtcTicks = header.UtcTicks,
            };
        }

        return SkipReason.None;
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            TemplateState.Save(writer, _miner.Clusters);
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        lock (_gate)
        {
            _miner.Clear();
            foreach (TemplateCluster cluster in TemplateState.Load(section))
            {
                _miner.Restore(cluster);
            }
        }
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

    /// <summary>The values of a line: masked ones, and whole words where the template has a wildcard.</summary>
    private ReadOnlyMemory<Parameter> Cut(TemplateCluster cluster, int rest, int contentLength)
    {
        ReadOnlySpan<Token> tokens = _miner.Tokens;
        ReadOnlySpan<MaskedValue> values = _miner.Values;
        int most = tokens.Length + values.Length + 1;
        if (_block.Length - _blockUsed < most)
        {
            _block = new Parameter[Math.Max(ParameterBlock, most)];
            _blockUsed = 0;
        }

        int start = _blockUsed;
        int value = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            bool wildcard = i < cluster.Hashes.Length && cluster.Hashes[i] == Token.Wildcard;
            bool whole = value < values.Length && values[value].Token == i && values[value].Start == tokens[i].Start && values[value].Length == tokens[i].Length;
            if (wildcard)
            {
                _block[_blockUsed++] = new Parameter(tokens[i].Start, tokens[i].Length, whole ? values[value].Kind : ParameterKind.Text);
            }

            for (; value < values.Length && values[value].Token == i; value++)
            {
                if (!wildcard)
                {
                    _block[_blockUsed++] = new Parameter(values[value].Start, values[value].Length, values[value].Kind);
                }
            }
        }

        if (rest > 1)
        {
            _block[_blockUsed++] = new Parameter(contentLength - rest + 1, rest - 1, ParameterKind.Text);
        }

        return _block.AsMemory(start, _blockUsed - start);
    }
}
