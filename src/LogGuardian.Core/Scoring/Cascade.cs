namespace LogGuardian.Core;

/// <summary>
/// The order in which detectors are asked, cheapest first, and whose answers count in place of others'. Scores are joined by a 4-norm of their ratios, close to the maximum, yet
/// agreement counts; before that, the ratio of a detector whose question a dearer one has answered is drawn to that one's, in log-odds, since a ratio r stands for the
/// probability r / (1 + r). A detector that is calibrated already is evidence of its own: its ratio is not in the norm, and the joint ratio is drawn to it.
/// </summary>
internal sealed class Cascade
{
    // However sure one side is that nothing is strange, what the other has seen does not count for nothing.
    private const double LeastRatio = 0.05;

    private readonly int[] _tierOf;
    private readonly int[][] _settlers;
    private readonly bool[] _isCalibrated;
    private readonly double _weight;

    private Cascade(IReadOnlyList<(DetectorTier Tier, bool IsSelective)> detectors, int[][] settlers, bool[] isCalibrated, CascadeOptions options)
    {
        (_settlers, _isCalibrated, AnyCalibrated) = (settlers, isCalibrated, isCalibrated.Contains(true));
        (_weight, PassedOn) = (options.Weight, options.PassedOn);
        DetectorTier[] kinds = [.. detectors.Select(detector => detector.Tier).Distinct().Order()];
        _tierOf = [.. detectors.Select(detector => Array.IndexOf(kinds, detector.Tier))];
        Tiers = [.. kinds.Select((kind, tier) => new CascadeTier(kind, Of(tier, asked: true), Of(tier, asked: false)))];

        int[] Of(int tier, bool asked) =>
            [.. Enumerable.Range(0, detectors.Count).Where(i => _tierOf[i] == tier && asked == (tier == 0 || detectors[i].IsSelective))];
    }

    /// <summary>The tiers that have detectors, cheapest first.</summary>
    public IReadOnlyList<CascadeTier> Tiers { get; }

    /// <summary>Number of detectors.</summary>
    public int Count => _tierOf.Length;

    /// <summary>Share of normal windows that reach a dearer tier.</summary>
    public double PassedOn { get; }

    /// <summary>Whether there is a detector that <see cref="IsCalibrated"/>.</summary>
    public bool AnyCalibrated { get; }

    public static Cascade Of(IReadOnlyList<IDetector> detectors, CascadeOptions options) => new(
        [.. detectors.Select(detector => (detector.Tier, detector.IsSelective))],
        [.. detectors.Select(settled => detectors
            .Select((settler, i) => (settler, i))
            .Where(pair => pair.settler.Tier > settled.Tier && pair.settler.Settles.Contains(settled.Name))
            .OrderBy(pair => pair.settler.Tier)
            .Select(pair => pair.i)
            .ToArray())],
        [.. detectors.Select(detector => detector.IsCalibrated)],
        options);

    /// <summary>Detectors of which all are asked at once and none settles another.</summary>
    public static Cascade Flat(int detectors) => new(new (DetectorTier, bool)[detectors], [.. Enumerable.Repeat(Array.Empty<int>(), detectors)], new bool[detectors], new CascadeOptions());

    /// <summary>The place of a detector's tier in <see cref="Tiers"/>.</summary>
    public int TierOf(int detector) => _tierOf[detector];

    /// <summary>Whether a detector's raw score is a ratio already, see <see cref="IDetector.IsCalibrated"/>.</summary>
    public bool IsCalibrated(int detector) => _isCalibrated[detector];

    /// <summary>The joint ratio of what those said that are not calibrated already; a NaN stands for one that was not asked or failed. 0 when none spoke.</summary>
    public double Join(ReadOnlySpan<float> raw, ReadOnlySpan<double> scales) => Join(raw, scales, int.MaxValue, lenient: false, out _);

    /// <summary>The ratio of what all detectors of the first tiers said. 0 when none spoke.</summary>
    /// <param name="raw">The raw scores.</param>
    /// <param name="scales">What they are divided by.</param>
    /// <param name="joint">What <see cref="Join(ReadOnlySpan{float}, ReadOnlySpan{double})"/> is divided by.</param>
    /// <param name="tiers">How many tiers count.</param>
    public double Judge(ReadOnlySpan<float> raw, ReadOnlySpan<double> scales, double joint, int tiers = int.MaxValue) => Judge(raw, scales, joint, tiers, lenient: false);

    /// <summary>The least that the ratio can become by what one more tier may say.</summary>
    public double LeastAfter(int tier, ReadOnlySpan<float> raw, ReadOnlySpan<double> scales, double joint) => Judge(raw, scales, joint, tier, lenient: true);

    /// <summary>A detector's ratio, drawn to those of the detectors that settle it; NaN when it did not speak or is of a later tier.</summary>
    public double Ratio(int detector, ReadOnlySpan<float> raw, ReadOnlySpan<double> scales, int tiers = int.MaxValue)
    {
        double ratio = _tierOf[detector] < tiers ? raw[detector] / scales[detector] : double.NaN;
        foreach (int settler in _settlers[detector])
        {
            double answer = _tierOf[settler] < tiers ? raw[settler] / scales[settler] : double.NaN;
            ratio = double.IsNaN(answer) ? ratio : Drawn(ratio, Math.Max(answer, LeastRatio));
        }

        return ratio;
    }

    private double Judge(ReadOnlySpan<float> raw, ReadOnlySpan<double> scales, double joint, int tiers, bool lenient)
    {
        double ratio = Join(raw, scales, tiers, lenient, out bool spoke) / joint;
        for (int i = 0; AnyCalibrated && i < raw.Length; i++)
        {
            double answer = !_isCalibrated[i] ? double.NaN : _tierOf[i] < tiers ? raw[i] : lenient && _tierOf[i] == tiers ? 0 : double.NaN;
            if (!double.IsNaN(answer))
            {
                ratio = spoke ? Drawn(Math.Max(ratio, LeastRatio), Math.Max(answer, LeastRatio)) : answer;
                spoke = true;
            }
        }

        return ratio;
    }

    /// <param name="raw">The raw scores.</param>
    /// <param name="scales">What they are divided by.</param>
    /// <param name="tiers">How many tiers count.</param>
    /// <param name="lenient">Whether the tier after them answers that nothing is strange.</param>
    /// <param name="spoke">Whether there was an answer.</param>
    private double Join(ReadOnlySpan<float> raw, ReadOnlySpan<double> scales, int tiers, bool lenient, out bool spoke)
    {
        double sum = 0;
        spoke = false;
        for (int i = 0; i < raw.Length; i++)
        {
            double ratio = _isCalibrated[i] ? double.NaN : Ratio(i, raw, scales, tiers);
            foreach (int settler in lenient ? _settlers[i] : [])
            {
                ratio = _tierOf[settler] == tiers ? Drawn(ratio, LeastRatio) : ratio;
            }

            spoke |= !double.IsNaN(ratio);
            sum += double.IsNaN(ratio) ? 0 : ratio * ratio * ratio * ratio;
        }

        return Math.Sqrt(Math.Sqrt(sum));
    }

    private double Drawn(double ratio, double answer) => Math.Pow(ratio, 1 - _weight) * Math.Pow(answer, _weight);
}
