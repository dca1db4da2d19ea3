using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Makes the raw scores of different detectors comparable and combines them. Normal windows are scored before they are learned;
/// each detector's raw score is divided by the level that its normal windows exceed once in a thousand, the ratios are joined by
/// a 4-norm (close to the maximum, yet agreement counts), and the joint ratio is calibrated the same way. A ratio of 1 becomes score 0.5.
/// </summary>
internal sealed class Calibration(int detectors) : IStateful, ICopyable, IMergeable
{
    internal const double BorderProbability = 1e-3;
    private const int Capacity = 4096;

    // Fewer windows say less of how strange normal ones are than the units of the detectors do.
    private const int MinSamples = 16;
    private const int MinRecent = 64;

    // As many strange windows may be incidents that nobody noticed: alone they raise a level no further than this.
    private const int Doubtful = 2;
    private const double MostByDoubtful = 1.5;

    // One row per normal window, overwritten from the oldest on.
    private readonly float[] _rows = new float[Capacity * detectors];
    private readonly double[] _scales = Enumerable.Repeat(1.0, detectors).ToArray();
    private readonly float[][] _sorted = [.. Enumerable.Repeat(Array.Empty<float>(), detectors)];
    private readonly Lock _gate = new();
    private long _count;
    private long _fittedAt;
    private double _joint = 1;
    private float[] _jointSorted = [];

    public string StateName => "calibration";

    public int StateVersion => 2;

    /// <summary>Adds the raw scores of a normal window, taken before the window was learned.</summary>
    public void Add(ReadOnlySpan<float> raw)
    {
        lock (_gate)
        {
            raw.CopyTo(_rows.AsSpan((int)(_count % Capacity) * detectors, detectors));
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
            return ToScore(Norm(raw) / _joint);
        }
    }

    /// <summary>
    /// The share of normal windows that are at least as strange, this one counted among them: a conformal p-value (Vovk et al. 2005), in (0..1]. Ranked is the
    /// joint ratio, so that it holds whatever the detectors have in common.
    /// </summary>
    public double PValue(ReadOnlySpan<float> raw)
    {
        lock (_gate)
        {
            return Rank(_jointSorted, (float)Norm(raw));
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
            int rank = (int)(probability * (_jointSorted.Length + 1));
            double level = rank > 0
                ? _jointSorted[^rank]
                : Math.Max(_jointSorted.Length < MinSamples ? _joint : _jointSorted[^1], TailEstimate.Quantile(_jointSorted, probability));
            return Math.Clamp(MathF.BitIncrement(ToScore(level / _joint)), 0.01f, 0.999f);
        }
    }

    public void CopyFrom(IStateful other)
    {
        var from = (Calibration)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                from._rows.CopyTo(_rows, 0);
                from._scales.CopyTo(_scales, 0);

                // Sorted rows are made anew by each fit, and never changed.
                from._sorted.CopyTo(_sorted, 0);
                (_count, _fittedAt, _joint, _jointSorted) = (from._count, from._fittedAt, from._joint, from._jointSorted);
            }
        }
    }

    /// <summary>The rows of both, as late ones as they are there.</summary>
    public void MergeFrom(IStateful other, IReadOnlyList<LogTemplate> general)
    {
        var from = (Calibration)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                if (from._count == 0)
                {
                    return;
                }

                float[][] rows = Sightings.Interleave(Rows(), _count, from.Rows(), from._count, Comparer<float[]>.Create((one, another) => one.AsSpan().SequenceCompareTo(another)));
                _count += from._count;
                int kept = (int)Math.Min(_count, Capacity);
                for (int i = 0; i < kept; i++)
                {
                    rows[rows.Length - kept + i].CopyTo(_rows.AsSpan((int)((_count - kept + i) % Capacity) * detectors, detectors));
                }

                FitCore(_count);
            }
        }
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            int rows = (int)Math.Min(_count, Capacity);
            writer.WriteStartObject();
            writer.WriteNumber("detectors", detectors);
            writer.WriteNumber("count", _count);
            writer.WriteNumber("fitted", _fittedAt);
            writer.WriteStartArray("rows");
            for (long row = _count - rows; row < _count; row++)
            {
                foreach (float value in _rows.AsSpan((int)(row % Capacity) * detectors, detectors))
                {
                    if (float.IsNaN(value))
                    {
                        writer.WriteNullValue();
                    }
                    else
                    {
                        writer.WriteNumberValue(value);
                    }
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        int saved = section.GetProperty("detectors").GetInt32();
        if (saved != detectors)
        {
            throw new JsonException($"The state was saved with {saved} detectors; this pipeline has {detectors}. Use the same detectors or learn again.");
        }

        float[] values = [.. section.GetProperty("rows").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle())];
        if (values.Length % detectors != 0 || values.Length > _rows.Length)
        {
            throw new JsonException($"The calibration has {values.Length} values; it must be a multiple of {detectors}, at most {_rows.Length}. Learn again.");
        }

        int rows = values.Length / detectors;
        long count = version == 1 ? rows : section.GetProperty("count").GetInt64();
        long fitted = version == 1 ? rows : section.GetProperty("fitted").GetInt64();
        if (rows != Math.Min(count, Capacity) || fitted < 0 || fitted > count)
        {
            throw new JsonException($"The calibration has {rows} rows of {count}, fitted to {fitted}; there must be all of them or {Capacity}. Learn again.");
        }

        lock (_gate)
        {
            for (int row = 0; row < rows; row++)
            {
                values.AsSpan(row * detectors, detectors).CopyTo(_rows.AsSpan((int)((count - rows + row) % Capacity) * detectors));
            }

            // As it was fitted when it was saved: a detector that was stopped goes on as one that was not.
            _count = count;
            FitCore(fitted);
        }
    }

    private float[][] Rows()
    {
        long first = _count - Math.Min(_count, Capacity);
        return [.. Enumerable.Range(0, (int)(_count - first)).Select(i => _rows.AsSpan((int)((first + i) % Capacity) * detectors, detectors).ToArray())];
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
        for (int detector = 0; detector < detectors; detector++)
        {
            var column = new float[used];
            for (int i = 0; i < used; i++)
            {
                column[i] = _rows[(int)((end - used + i) % Capacity * detectors) + detector];
            }

            column.AsSpan().Sort();
            _scales[detector] = Level(column);
            _sorted[detector] = column;
        }

        var joint = new float[used];
        for (int i = 0; i < used; i++)
        {
            joint[i] = (float)Norm(_rows.AsSpan((int)((end - used + i) % Capacity) * detectors, detectors));
        }

        joint.AsSpan().Sort();
        _jointSorted = joint;
        _joint = Level(joint);
    }

    // Detectors report in units in which 1 is the least that deserves attention.
    private static double Level(float[] sorted) => sorted.Length < MinSamples ? 1 : Math.Max(1, Math.Min(
        TailEstimate.Quantile(sorted, BorderProbability),
        Math.Max(MostByDoubtful, TailEstimate.Quantile(sorted.AsSpan(0, sorted.Length - Doubtful), BorderProbability))));

    private double Norm(ReadOnlySpan<float> raw)
    {
        double sum = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            if (!float.IsNaN(raw[i]))
            {
                double ratio = raw[i] / _scales[i];
                sum += ratio * ratio * ratio * ratio;
            }
        }

        return Math.Sqrt(Math.Sqrt(sum));
    }
}
