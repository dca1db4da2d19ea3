namespace LogGuardian.Core;

/// <summary>
/// Makes the raw scores of different detectors comparable and combines them. Normal windows are scored before they are learned;
/// each detector's raw score is divided by the level that its normal windows exceed once in a thousand, the ratios are joined by the
/// <see cref="Cascade"/>, and the joint ratio is calibrated the same way. A ratio of 1 becomes score 0.5. A detector that is not asked for every window is compared
/// with the normal windows for which it was asked. One that is calibrated already is joined as it is, last.
/// </summary>
internal sealed partial class Calibration(Cascade cascade)
{
    internal const double BorderProbability = 1e-3;
    private const int Capacity = 4096;

    // Fewer windows say less of how strange normal ones are than the units of the detectors do.
    private const int MinSamples = 16;
    private const int MinRecent = 64;

    // As many strange windows may be incidents that nobody noticed: alone they raise a level no further than this.
    private const int Doubtful = 2;
    private const double MostByDoubtful = 1.5;

    private readonly int _detectors = cascade.Count;

    // One row per normal window, overwritten from the oldest on.
    private readonly float[] _rows = new float[Capacity * cascade.Count];
    private readonly double[] _scales = Enumerable.Repeat(1.0, cascade.Count).ToArray();
    private readonly float[][] _sorted = [.. Enumerable.Repeat(Array.Empty<float>(), cascade.Count)];

    // For each tier, what the cheaper ones said of normal windows.
    private readonly float[][] _before = [.. Enumerable.Repeat(Array.Empty<float>(), cascade.Tiers.Count)];
    private readonly Lock _gate = new();
    private long _count;
    private long _fittedAt;
    private double _joint = 1;
    private float[] _ratios = [];

    /// <summary>Adds the raw scores of a normal window, taken before the window was learned.</summary>
    public void Add(ReadOnlySpan<float> raw)
    {
        lock (_gate)
        {
            raw.CopyTo(_rows.AsSpan((int)(_count % Capacity) * _detectors, _detectors));
            _count++;
            if (_count - _fittedAt >= Math.Max(8, _count / 32))
            {
                FitCore(_count);
            }
        }
    }

    /// <summary>Fits the scales to the samples so far.</summary>
    public void Fit()
    {
        lock (_gate)
        {
            FitCore(_count);
        }
    }

    /// <summary>
    /// Whether a tier is asked for a window: none of the cheaper ones could say anything, or the window is among the strangest to them or would be reported, and not so sure to be
    /// reported that no answer of the tier would change it.
    /// </summary>
    /// <param name="tier">Its place in <see cref="Cascade.Tiers"/>.</param>
    /// <param name="raw">What the cheaper ones said.</param>
    /// <param name="limit">The score from which a window is an anomaly.</param>
    public bool Passes(int tier, ReadOnlySpan<float> raw, float limit)
    {
        if (cascade.PassedOn >= 1)
        {
            return true;
        }

        bool isSilent = true;
        for (int i = 0; i < raw.Length; i++)
        {
            isSilent &= cascade.TierOf(i) >= tier || float.IsNaN(raw[i]);
        }

        lock (_gate)
        {
            double ratio = cascade.Judge(raw, _scales, _joint, tier);
            if (isSilent || ToScore(ratio) >= limit)
            {
                return isSilent || ToScore(cascade.LeastAfter(tier, raw, _scales, _joint)) < limit;
            }

            // Until it is known what is usual, nothing is unusual enough to be left out.
            float[] before = _before[tier];
            int passed = (int)(cascade.PassedOn * (before.Length + 1));
            return before.Length < MinSamples || (passed > 0 && ratio > before[^passed]);
        }
    }

    /// <summary>A detector's share in the combined score, as a score in [0..1]: its own, drawn to that of those who settle it.</summary>
    public float Share(int detector, ReadOnlySpan<float> raw)
    {
        lock (_gate)
        {
            return ToScore(cascade.Ratio(detector, raw, _scales));
        }
    }

    /// <summary>A detector's raw score as a score in [0..1].</summary>
    public float TierScore(int detector, float raw)
    {
        lock (_gate)
        {
            return ToScore(raw / _scales[detector]);
        }
    }

    /// <summary>The combined score in [0..1]; a NaN stands for a detector that failed and is left out.</summary>
    public float Score(ReadOnlySpan<float> raw)
    {
        lock (_gate)
        {
            return ToScore(cascade.Judge(raw, _scales, _joint));
        }
    }

    /// <summary>
    /// The share of normal windows that are at least as strange, this one counted among them: a conformal p-value (Vovk et al. 2005), in (0..1]. Ranked is what
    /// all say together, so that it holds whatever the detectors have in common.
    /// </summary>
    public double PValue(ReadOnlySpan<float> raw)
    {
        lock (_gate)
        {
            return Rank(_ratios, (float)cascade.Judge(raw, _scales, _joint));
        }
    }

    /// <summary>The same by one detector alone.</summary>
    public double TierPValue(int detector, float raw)
    {
        lock (_gate)
        {
            return Rank(_sorted[detector], raw);
        }
    }

    /// <summary>
    /// The score that a normal window reaches with at most the given probability: conformal (Vovk et al. 2005) as far as there are windows enough, beyond the
    /// strangest of them by <see cref="TailEstimate"/>.
    /// </summary>
    public float ThresholdFor(double probability)
    {
        lock (_gate)
        {
            probability = Math.Clamp(probability, 1e-9, 0.5);

            // Of n windows and one more like them, each is as likely to be the k-th strangest: the rank alone promises k / (n + 1), and says nothing of less.
            int rank = (int)(probability * (_ratios.Length + 1));
            double level = rank > 0 ? _ratios[^rank] : Math.Max(_ratios.Length < MinSamples ? 1 : _ratios[^1], TailEstimate.Quantile(_ratios, probability));
            return Math.Clamp(MathF.BitIncrement(ToScore(level)), 0.01f, 0.999f);
        }
    }

    private static double Rank(float[] sorted, float value)
    {
        int low = 0;
        for (int high = sorted.Length; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return (1.0 + sorted.Length - low) / (1.0 + sorted.Length);
    }

    private static float ToScore(double ratio) => (float)(ratio / (1 + ratio));

    /// <summary>Fits to the rows up to one of them.</summary>
    private void FitCore(long end)
    {
        _fittedAt = end;
        int available = (int)Math.Min(end, Math.Max(0, Capacity - (_count - end)));

        // The first ones were scored by a model that hardly knew anything yet; what is new falls off as the model learns.
        int used = end > Capacity ? available : Math.Max(available / 4, Math.Min(MinRecent, available - (available / 2)));
        for (int detector = 0; detector < _detectors; detector++)
        {
            int asked = 0;
            var column = new float[used];
            for (int i = 0; i < used; i++)
            {
                float value = Row(end - used + i)[detector];
                column[asked] = value;
                asked += float.IsNaN(value) ? 0 : 1;
            }

            Array.Resize(ref column, asked);
            column.AsSpan().Sort();
            _scales[detector] = cascade.IsCalibrated(detector) ? 1 : Level(column);
            _sorted[detector] = column;
        }

        _joint = Level(Sorted(row => cascade.Join(row, _scales)));
        _ratios = Sorted(row => cascade.Judge(row, _scales, _joint));
        for (int tier = 1; tier < _before.Length; tier++)
        {
            int cheaper = tier;
            _before[tier] = Sorted(row => cascade.Judge(row, _scales, _joint, cheaper));
        }

        float[] Sorted(Func<ReadOnlySpan<float>, double> value)
        {
            var values = new float[used];
            for (int i = 0; i < used; i++)
            {
                values[i] = (float)value(Row(end - used + i));
            }

            values.AsSpan().Sort();
            return values;
        }
    }

    private ReadOnlySpan<float> Row(long row) => _rows.AsSpan((int)(row % Capacity) * _detectors, _detectors);

    // Detectors report in units in which 1 is the least that deserves attention.
    private static double Level(float[] sorted) => sorted.Length < MinSamples ? 1 : Math.Max(1, Math.Min(
        TailEstimate.Quantile(sorted, BorderProbability),
        Math.Max(MostByDoubtful, TailEstimate.Quantile(sorted.AsSpan(0, sorted.Length - Doubtful), BorderProbability))));
}
