using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a window in which the counts of templates do not go together as they do in normal ones: what the principal components of normal counts leave
/// over of it (Xu et al., Detecting large-scale system problems by mining console logs, SOSP 2009), on a logarithmic scale. Their border of that rest, the
/// Q-statistic, supposes a normal distribution; the unit here is what the strangest normal windows in a hundred have, and at least three deviations.
/// A short last window is compared at the length of the windows learned. What an open session lacks may still come: it is not judged.
/// </summary>
internal sealed class PcaDetector : GuardedDetector, ICopyable
{
    private const int MostEvidence = 5;
    private const int LeastWindows = 16;
    private const double LeastUnit = 3;

    // Components are found anew when so much more was learned, and in the long run after so many windows.
    private const double FitAfter = 1.2;
    private const long FitAlways = 1_024;

    private readonly TemplateSymbols _symbols;
    private readonly Subspace _subspace;
    private readonly OrdinaryScores _ordinary = new();
    private readonly float[] _values;
    private readonly List<int> _places = [];
    private int[] _read = [];
    private int _longest;
    private long _learned;
    private long _fittedAt;

    public PcaDetector(PcaOptions options, int seed)
    {
        _subspace = new Subspace(options.MaxTemplates, seed);
        _symbols = new TemplateSymbols(options.MaxTemplates, _subspace.Join);
        _values = new float[options.MaxTemplates];
    }

    public override string Name => "pca";

    public override int StateVersion => 1;

    private double Unit => Math.Max(LeastUnit, _ordinary.Border);

    public void CopyFrom(IStateful other) => CopyFrom<PcaDetector>(other, from =>
    {
        (_longest, _learned, _fittedAt) = (from._longest, from._learned, from._fittedAt);
        _ordinary.CopyFrom(from._ordinary);
        _symbols.CopyFrom(from._symbols);
        _subspace.CopyFrom(from._subspace);
    });

    protected override float ScoreOf(LogWindow window)
    {
        if (!CanJudge(window))
        {
            return 0;
        }

        Read(window, add: false);
        return (float)RawScore.Tempered(_subspace.Residual(_values) / Unit);
    }

    protected override void Take(LogWindow window)
    {
        _longest = Math.Max(_longest, window.Count);
        if (IsTooShort(window))
        {
            return;
        }

        _learned++;
        Read(window, add: true);
        if (_subspace.IsFitted)
        {
            _ordinary.Add((float)_subspace.Residual(_values));
        }

        _subspace.Add(_values, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_places));
        if (_learned >= LeastWindows && _learned >= Math.Min(FitAfter * _fittedAt, _fittedAt + FitAlways))
        {
            _fittedAt = _learned;
            _subspace.Fit(_symbols.End);
        }
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        if (!CanJudge(window))
        {
            return;
        }

        double scale = Read(window, add: false);
        var rests = _subspace.Residuals(_values).Select((rest, symbol) => (Symbol: symbol, rest.Deviations, rest.Value))
            .Where(rest => Math.Abs(rest.Deviations) >= 1 && _symbols.TemplateOf(rest.Symbol) is not null);
        foreach ((int symbol, double deviations, double rest) in rests.OrderByDescending(rest => Math.Abs(rest.Deviations)).Take(MostEvidence))
        {
            LogTemplate template = _symbols.TemplateOf(symbol)!;
            evidence.Add(new Evidence
            {
                Kind = EvidenceKind.UnusualMix,
                Detector = Name,
                Template = template,
                Lines = [.. window.Lines.ToArray().Where(log => log.Template.Id == template.Id).Take(10)],
                Observed = CountOf(_values[symbol]) / scale,
                Expected = CountOf(_values[symbol] - rest) / scale,
                Strength = Math.Abs(deviations) / Unit,
            });
        }
    }

    protected override void Unify(LogTemplate general) => _symbols.Unify(general);

    protected override void Merge(GuardedDetector other)
    {
        var from = (PcaDetector)other;
        _longest = Math.Max(_longest, from._longest);
        if (from._learned == 0)
        {
            return;
        }

        _learned += from._learned;
        _ordinary.Merge(from._ordinary);
        _subspace.Merge(from._subspace, _symbols.Take(from._symbols));
        if (_learned >= LeastWindows)
        {
            _fittedAt = _learned;
            _subspace.Fit(_symbols.End);
        }
    }

    protected override void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("longest", _longest);
        writer.WriteNumber("learned", _learned);
        writer.WriteNumber("fitted", _fittedAt);
        writer.WritePropertyName("ordinary");
        _ordinary.Save(writer);
        writer.WritePropertyName("templates");
        _symbols.Save(writer);
        writer.WritePropertyName("subspace");
        _subspace.Save(writer);
        writer.WriteEndObject();
    }

    protected override void Load(JsonElement section, int version)
    {
        _longest = section.GetProperty("longest").GetInt32();
        _learned = section.GetProperty("learned").GetInt64();
        _fittedAt = section.GetProperty("fitted").GetInt64();
        _ordinary.Load(section.GetProperty("ordinary"));
        _symbols.Load(section.GetProperty("templates"));
        _subspace.Load(section.GetProperty("subspace"));
    }

    private static double CountOf(double value) => Math.Round(Math.Max(0, Math.Pow(2, value) - 1), 2);

    private bool CanJudge(LogWindow window) => _ordinary.IsFitted && !window.IsOpen && !IsTooShort(window);

    // A rest of the stream that is shorter than half a window says little about counts.
    private bool IsTooShort(LogWindow window) => window.Kind == WindowKind.Count && window.Count * 2 < _longest;

    /// <summary>Makes <c>log2(1 + count)</c> of each template.</summary>
    /// <returns>By how much the counts of a short window were scaled.</returns>
    private double Read(LogWindow window, bool add)
    {
        Array.Clear(_values);
        _places.Clear();
        if (_read.Length < window.Count)
        {
            _read = new int[window.Count];
        }

        Span<int> symbols = _read.AsSpan(0, window.Count);
        _symbols.Read(window.Lines.Span, symbols, add);
        foreach (int symbol in symbols)
        {
            if (symbol != TemplateSymbols.Unknown && _values[symbol]++ == 0)
            {
                _places.Add(symbol);
            }
        }

        double scale = window.Kind == WindowKind.Count ? (double)_longest / window.Count : 1;
        foreach (int place in _places)
        {
            _values[place] = (float)Math.Log2(1 + (scale * _values[place]));
        }

        return scale;
    }
}
