using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Strange is a line that did not follow the lines before it in normal logs. A window scores the mean surprise, in bits, of its five most
/// surprising steps. Steps to or from unseen templates are the novelty detector's to judge.
/// </summary>
internal sealed class OrderDetector(OrderOptions options) : IDetector, IStateful
{
    private const int MostSurprising = 5;

    // A step of less surprise, in bits, is no evidence.
    private const double LeastBits = 4;

    private readonly StepModel _model = new(options.MaxSteps);
    private readonly Lock _gate = new();

    public string Name => "order";

    public string StateName => Name;

    public int StateVersion => 1;

    public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            for (int i = 0; i < windows.Length; i++)
            {
                scores.Span[i] = Score(windows.Span[i].Lines.Span);
            }
        }

        return ValueTask.CompletedTask;
    }

    public void Learn(LogWindow window)
    {
        lock (_gate)
        {
            ulong before = 0;
            ulong last = 0;
            foreach (ref readonly ParsedLog log in window.Lines.Span)
            {
                ulong next = log.Template.Id.Value;
                _model.Learn(before, last, next, log.Template);
                (before, last) = (last, next);
            }
        }
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence)
    {
        lock (_gate)
        {
            var steps = new List<(double Bits, ParsedLog Log, LogTemplate Last)>();
            ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
            for (int i = 1; i < lines.Length; i++)
            {
                double bits = Bits(lines, i);
                if (bits >= LeastBits)
                {
                    steps.Add((bits, lines[i], lines[i - 1].Template));
                }
            }

            foreach ((double bits, ParsedLog log, LogTemplate last) in steps.OrderByDescending(step => step.Bits).Take(MostSurprising))
            {
                evidence.Add(new Evidence
                {
                    Kind = EvidenceKind.UnexpectedOrder,
                    Detector = Name,
                    Template = log.Template,
                    Lines = [log],
                    Observed = 1,
                    Expected = Math.Pow(2, -bits),
                    Strength = bits,
                    After = last,
                    ExpectedTemplate = _model.MostLikelyAfter(last.Id.Value),
                });
            }
        }
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            _model.Save(writer);
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        lock (_gate)
        {
            _model.Load(section);
        }
    }

    private float Score(ReadOnlySpan<ParsedLog> lines)
    {
        Span<double> worst = stackalloc double[MostSurprising];
        worst.Clear();
        for (int i = 1; i < lines.Length; i++)
        {
            double bits = Bits(lines, i);
            for (int place = 0; place < worst.Length; place++)
            {
                if (bits > worst[place])
                {
                    (bits, worst[place]) = (worst[place], bits);
                }
            }
        }

        double sum = 0;
        foreach (double bits in worst)
        {
            sum += bits;
        }

        return (float)(sum / MostSurprising / Math.Log2(_model.Steps + 2));
    }

    private double Bits(ReadOnlySpan<ParsedLog> lines, int i)
    {
        ulong next = lines[i].Template.Id.Value;
        ulong last = lines[i - 1].Template.Id.Value;
        return _model.Knows(next) && _model.Knows(last) ? _model.Bits(i > 1 ? lines[i - 2].Template.Id.Value : 0, last, next) : 0;
    }
}
