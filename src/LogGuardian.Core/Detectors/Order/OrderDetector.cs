using System.Buffers;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a line that did not follow the lines before it in normal logs, and a session that began or ended where normal ones do not. A window scores
/// the surprise of its steps, joined by a 4-norm (close to that of the least expected one, yet several count), in units of what ten steps have that are each
/// as rare as one in all that was learned; 50 in windows cut out of a stream, where lines of several threads meet by chance. Steps to or from unseen templates are the novelty detector's to judge.
/// </summary>
internal sealed class OrderDetector(OrderOptions options) : GuardedDetector, ICopyable
{
    // Healthy software takes a step now and then that it never took: so many in a window deserve attention.
    private const int OrdinaryInSession = 10;
    private const int OrdinaryInStream = 50;
    private const int MostEvidence = 5;

    // A step of less surprise, in bits, is no evidence.
    private const double LeastBits = 4;

    private readonly StepModel _model = new(options.MaxSteps, options.MaxContext);

    public override string Name => "order";

    public override int StateVersion => 2;

    public void CopyFrom(IStateful other) => CopyFrom<OrderDetector>(other, from => _model.CopyFrom(from._model));

    protected override float ScoreOf(LogWindow window)
    {
        int[] rented = Symbols(window, learn: false, out int length);
        ReadOnlySpan<int> symbols = rented.AsSpan(0, length);
        double sum = 0;

        // A step tells no more than that it was never taken, however deep the context that it was never taken in.
        double rarest = Math.Log2(_model.Lines + 2);
        for (int i = 1; i < length; i++)
        {
            double share = Math.Min(1, _model.Bits(symbols, i) / rarest);
            sum += share * share * share * share;
        }

        ArrayPool<int>.Shared.Return(rented);
        return (float)RawScore.Tempered(Math.Sqrt(Math.Sqrt(sum / (window.Kind == WindowKind.Session ? OrdinaryInSession : OrdinaryInStream))));
    }

    protected override void Take(LogWindow window)
    {
        int[] rented = Symbols(window, learn: true, out int length);
        _model.Learn(rented.AsSpan(0, length), first: window.Kind == WindowKind.Session ? 1 : 0);
        ArrayPool<int>.Shared.Return(rented);
    }

    protected override void Explain(LogWindow window, ICollection<Evidence> evidence)
    {
        int[] rented = Symbols(window, learn: false, out int length);
        int[] symbols = rented[..length];
        ArrayPool<int>.Shared.Return(rented);
        int before = window.Kind == WindowKind.Session ? 1 : 0;
        var steps = Enumerable.Range(1, Math.Max(0, length - 1)).Select(at => (At: at, Bits: _model.Bits(symbols, at))).Where(step => step.Bits >= LeastBits);
        foreach ((int at, double bits) in steps.OrderByDescending(step => step.Bits).Take(MostEvidence))
        {
            bool isEnd = symbols[at] == StepModel.End;
            ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
            ParsedLog line = lines[Math.Min(at - before, lines.Length - 1)];
            evidence.Add(new Evidence
            {
                Kind = isEnd ? EvidenceKind.UnexpectedEnd : EvidenceKind.UnexpectedOrder,
                Detector = Name,
                Template = line.Template,
                Lines = [line],
                Observed = 1,
                Expected = Math.Pow(2, -bits),
                Strength = bits,
                After = isEnd || at == before ? null : lines[at - before - 1].Template,
                ExpectedTemplate = _model.MostLikelyAfter(symbols.AsSpan(0, at)),
            });
        }
    }

    protected override void Unify(LogTemplate general) => _model.Symbols.Unify(general);

    protected override void Merge(GuardedDetector other) => _model.Merge(((OrderDetector)other)._model);

    protected override void Save(Utf8JsonWriter writer) => _model.Save(writer);

    protected override void Load(JsonElement section, int version) => _model.Load(section, version);

    /// <summary>The templates of a window in a rented array; those of a session between its start and, once it has closed, its end.</summary>
    private int[] Symbols(LogWindow window, bool learn, out int length)
    {
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        int[] symbols = ArrayPool<int>.Shared.Rent(lines.Length + 2);
        length = 0;
        if (window.Kind == WindowKind.Session)
        {
            symbols[length++] = StepModel.Start;
        }

        _model.Symbols.Read(lines, symbols.AsSpan(length), learn);
        length += lines.Length;
        if (window is { Kind: WindowKind.Session, IsOpen: false })
        {
            symbols[length++] = StepModel.End;
        }

        return symbols;
    }
}
