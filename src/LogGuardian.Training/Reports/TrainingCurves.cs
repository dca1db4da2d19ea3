using LogGuardian.Evaluation;

namespace LogGuardian.Training;

/// <summary>The curves of a training: loss and learning rate over the steps, and what validation measured over the epochs, by stage.</summary>
internal sealed class TrainingCurves
{
    private readonly Dictionary<(string Name, string Stage), Curve> _curves = [];
    private readonly List<(string Name, string Stage)> _order = [];

    public TrainingCurves(IEnumerable<RunMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        foreach (RunMetric metric in metrics)
        {
            Add(metric);
        }
    }

    /// <summary>Each value and stage with its curve, in the order in which they came up.</summary>
    public IEnumerable<(string Stage, string Name, Curve Curve)> All => _order.Select(key => (key.Stage, key.Name, _curves[key]));

    public void Add(RunMetric metric)
    {
        (string, string) key = (metric.Name, metric.Stage);
        if (!_curves.TryGetValue(key, out Curve? curve))
        {
            _curves.Add(key, curve = new Curve());
            _order.Add(key);
        }

        curve.Add(IsOverEpochs(metric.Name) ? metric.Epoch : metric.Step, metric.Value);
    }

    /// <summary>The charts of what was measured.</summary>
    public IEnumerable<LineChart> Charts() => new[] { Loss(), Validation(), LearningRate() }.OfType<LineChart>();

    /// <summary>The losses as SVG; null where none was measured.</summary>
    public string? LossSvg() => Loss()?.ToSvg();

    /// <summary>What validation measured as SVG; null where it measured nothing.</summary>
    public string? ValidationSvg() => Validation()?.ToSvg();

    private LineChart? Loss() => Chart("Loss", "step", "loss", isShare: false, [(RunMetricNames.Loss, "loss"), (RunMetricNames.ValidationLoss, "loss in validation")]);

    private LineChart? Validation() => Chart(
        "Validation", "epoch", "F1, average precision", isShare: true, [(RunMetricNames.ValidationF1, "F1"), (RunMetricNames.ValidationAveragePrecision, "average precision")]);

    private LineChart? LearningRate() => Chart("Learning rate", "step", "learning rate", isShare: false, [(RunMetricNames.LearningRate, "learning rate")]);

    private LineChart? Chart(string title, string xTitle, string yTitle, bool isShare, (string Name, string Label)[] names)
    {
        ChartLine[] lines =
        [
            .. from name in names
               from key in _order
               where key.Name == name.Name && _curves[key].Count > 0
               select Line(key, name.Label, _curves[key]),
        ];
        return lines.Length == 0 ? null : new LineChart
        {
            Title = title,
            Description = $"{title} over {xTitle}s: " + string.Join("; ", lines.Select(line =>
                $"{line.Name} from {RunText.Number(line.Points[0].Y)} at {xTitle} {RunText.Number(line.Points[0].X)} to {RunText.Number(line.Points[^1].Y)} at {xTitle} {RunText.Number(line.Points[^1].X)}")),
            XTitle = xTitle,
            YTitle = yTitle,
            Lines = lines,
            IsShare = isShare,
        };
    }

    // Only losses are noisy enough to be smoothed.
    private static ChartLine Line((string Name, string Stage) key, string label, Curve curve) => key.Name == RunMetricNames.Loss
        ? new ChartLine(RunText.Of($"{key.Stage}: {label}, smoothed"), curve.Smoothed) { Behind = curve.Raw }
        : new ChartLine(RunText.Of($"{key.Stage}: {label}"), curve.Raw) { HasDots = key.Name != RunMetricNames.LearningRate && curve.Count <= 64 };

    private static bool IsOverEpochs(string name) => name is RunMetricNames.ValidationF1 or RunMetricNames.ValidationAveragePrecision;
}
