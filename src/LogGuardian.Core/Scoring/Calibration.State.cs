using System.Text.Json;

namespace LogGuardian.Core;

/// <content>What is saved, copied and merged.</content>
internal sealed partial class Calibration : IStateful, ICopyable, IMergeable
{
    public string StateName => "calibration";

    public int StateVersion => 2;

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
                from._before.CopyTo(_before, 0);
                (_count, _fittedAt, _joint, _ratios) = (from._count, from._fittedAt, from._joint, from._ratios);
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
                    rows[rows.Length - kept + i].CopyTo(_rows.AsSpan((int)((_count - kept + i) % Capacity) * _detectors, _detectors));
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
            writer.WriteNumber("detectors", _detectors);
            writer.WriteNumber("count", _count);
            writer.WriteNumber("fitted", _fittedAt);
            writer.WriteStartArray("rows");
            for (long row = _count - rows; row < _count; row++)
            {
                foreach (float value in Row(row))
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
        if (saved != _detectors)
        {
            throw new JsonException($"The state was saved with {saved} detectors; this pipeline has {_detectors}. Use the same detectors or learn again.");
        }

        float[] values = [.. section.GetProperty("rows").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle())];
        if (values.Length % _detectors != 0 || values.Length > _rows.Length)
        {
            throw new JsonException($"The calibration has {values.Length} values; it must be a multiple of {_detectors}, at most {_rows.Length}. Learn again.");
        }

        int rows = values.Length / _detectors;
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
                values.AsSpan(row * _detectors, _detectors).CopyTo(_rows.AsSpan((int)((count - rows + row) % Capacity) * _detectors));
            }

            // As it was fitted when it was saved: a detector that was stopped goes on as one that was not.
            _count = count;
            FitCore(fitted);
        }
    }

    private float[][] Rows()
    {
        long first = _count - Math.Min(_count, Capacity);
        return [.. Enumerable.Range(0, (int)(_count - first)).Select(i => Row(first + i).ToArray())];
    }
}
