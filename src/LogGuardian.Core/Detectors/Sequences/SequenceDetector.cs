using System.Buffers;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a sequence of templates that is far from every normal one by edit distance, as a share of its length. Repetitions in a row count once: how many
/// there are is for the count detector; and unseen templates are left out, they are for the novelty detector. The unit is three edits in a sequence of the usual
/// length, or three times what the strangest normal windows in a hundred are from all others, if that is more: unlike counts, orders differ a little now and then. A
/// sequence longer than the limit is not judged, nor is any before there is a border.
/// </summary>
internal sealed class SequenceDetector : GuardedDetector, ICopyable
{
    private const int MostEvidence = 5;
    private const double Ordinary = 3;

    // Templates that it knows apart; later ones are left out.
    private const int MaxTemplates = 8_192;

    private readonly SequenceOptions _options;
    private readonly TemplateSymbols _symbols;
    private readonly NormalSequences _normal;
    private readonly OrdinaryScores _ordinary = new();
    private long _windows;
    private long _lengths;

    public SequenceDetector(SequenceOptions options)
    {
        _options = options;
        _normal = new NormalSequences(options.MaxSequences);
        _symbols = new TemplateSymbols(MaxTemplates, _normal.Join);
    }

    public override string Name => "sequences";

    public override int StateVersion => 1;

    private double Unit => Ordinary * Math.Max(_ordinary.Border, (double)_windows / Math.Max(1, _lengths));

    public void CopyFrom(IStateful other) => CopyFrom<SequenceDetector>(other, from =>
    {
        (_windows, _lengths) = (from._windows, from._lengths);
        _ordinary.CopyFrom(from._ordinary);
        _symbols.CopyFrom(from._symbols);
        _normal.CopyFrom(from._normal);
    });

    protected override float ScoreOf(LogWindow window)
    {
        int[] rented = Read(window, add: false, out int length);
        double score = CanJudge(window, length) ? Distance(rented.AsSpan(0, length), out _) / Unit : 0;
        ArrayPool<int>.Shared.Return(rented);
        return (float)RawScore.Tempered(score);
    }

    protected override void Take(LogWindow window)
    {
        int[] rented = Read(window, add: true, out int length);
        ReadOnlySpan<int> sequence = rented.AsSpan(0, length);
        if (length > 0 && length <= _options.MaxLength)
        {
            if (_normal.Count > 0)
            {
                _ordinary.Add((float)Distance(sequence, out _));
            }

            _normal.Add(sequence);
            _windows++;
            _lengths += length;
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        int[] rented = Read(window, add: false, out int length);
        int[] sequence = rented[..length];
        ArrayPool<int>.Shared.Return(rented);
        if (!CanJudge(window, length) || Distance(sequence, out int nearest) == 0)
        {
            return;
        }

        int[] lines = LinesOf(window, sequence);
        List<(int At, int? Came, int? Expected)> edits = Alignment.Edits(sequence, _normal[nearest]);
        foreach ((int at, int? came, int? expected) in edits.Take(MostEvidence))
        {
            ReadOnlySpan<ParsedLog> logs = window.Lines.Span;
            int shown = came is null ? Math.Max(0, at - 1) : at;
            evidence.Add(new Evidence
            {
                Kind = EvidenceKind.UnlikeSequence,
                Detector = Name,
                Template = _symbols.TemplateOf(came ?? expected!.Value)!,
                Lines = [logs[lines[shown]]],
                Observed = came is null ? 0 : 1,
                Expected = came is null ? 1 : 0,
                Strength = 1.0 / (length * Unit),
                After = at == 0 ? null : _symbols.TemplateOf(sequence[at - 1]),
                ExpectedTemplate = expected is { } symbol ? _symbols.TemplateOf(symbol) : null,
            });
        }
    }

    protected override void Unify(LogTemplate general) => _symbols.Unify(general);

    protected override void Merge(GuardedDetector other)
    {
        var from = (SequenceDetector)other;
        _windows += from._windows;
        _lengths += from._lengths;
        _ordinary.Merge(from._ordinary);
        _normal.Merge(from._normal, _symbols.Take(from._symbols));
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("windows", _windows);
        writer.WriteNumber("lengths", _lengths);
        writer.WritePropertyName("ordinary");
        _ordinary.Save(writer);
        writer.WritePropertyName("templates");
        _symbols.Save(writer);
        writer.WritePropertyName("sequences");
        _normal.Save(writer);
        writer.WriteEndObject();
    }

    protected override void Load(JsonElement section, int version)
    {
        _windows = section.GetProperty("windows").GetInt64();
        _lengths = section.GetProperty("lengths").GetInt64();
        _ordinary.Load(section.GetProperty("ordinary"));
        _symbols.Load(section.GetProperty("templates"));
        _normal.Load(section.GetProperty("sequences"), _symbols.Checked);
    }

    // What an open session lacks may still come.
    private bool CanJudge(LogWindow window, int length) => !window.IsOpen && _ordinary.IsFitted && length > 0 && length <= _options.MaxLength;

    private double Distance(ReadOnlySpan<int> sequence, out int nearest) => (double)_normal.Nearest(sequence, out nearest) / sequence.Length;

    /// <summary>The sequence of a window in a rented array: known templates, repetitions in a row once.</summary>
    private int[] Read(LogWindow window, bool add, out int length)
    {
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        int[] symbols = ArrayPool<int>.Shared.Rent(lines.Length);
        _symbols.Read(lines, symbols, add);
        length = 0;
        foreach (int symbol in symbols.AsSpan(0, lines.Length))
        {
            if (symbol != TemplateSymbols.Unknown)
            {
                symbols[length++] = symbol;
            }
        }

        length = NormalSequences.WithoutRepetitions(symbols.AsSpan(0, length));
        return symbols;
    }

    /// <summary>The first line of each place of the sequence.</summary>
    private int[] LinesOf(LogWindow window, int[] sequence)
    {
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        int[] symbols = new int[lines.Length];
        _symbols.Read(lines, symbols, add: false);
        int[] places = new int[sequence.Length];
        for (int line = 0, place = 0; line < lines.Length && place < places.Length; line++)
        {
            if (symbols[line] == sequence[place])
            {
                places[place++] = line;
            }
        }

        return places;
    }
}
