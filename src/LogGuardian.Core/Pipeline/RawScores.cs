namespace LogGuardian.Core;

/// <summary>What the detectors said of some windows; no number where one was not asked or gave no answer.</summary>
internal sealed class RawScores
{
    private readonly int _detectors;
    private readonly float[] _values;
    private string?[]? _failures;

    public RawScores(int windows, int detectors)
    {
        _detectors = detectors;
        _values = new float[windows * detectors];
        _values.AsSpan().Fill(float.NaN);
    }

    public ReadOnlyMemory<float> Of(int window) => _values.AsMemory(window * _detectors, _detectors);

    /// <summary>Where those write that are asked for some of the windows.</summary>
    /// <param name="places">Which windows; null for all.</param>
    /// <param name="windows">How many there are in all.</param>
    public Part Of(int[]? places, int windows) => new(this, places, places?.Length ?? windows);

    /// <summary>Why a window has no answer of some detectors; null when none is missing that was asked.</summary>
    public string? FailureOf(int window)
    {
        string[] failures = _failures is null ? [] : [.. _failures.AsSpan(window * _detectors, _detectors).ToArray().OfType<string>()];
        return failures.Length == 0 ? null : string.Join(' ', failures);
    }

    /// <summary>The same for the windows that a tier is asked for.</summary>
    public readonly struct Part(RawScores all, int[]? places, int windows)
    {
        /// <summary>Where a detector writes: of one window, the place where its score stays.</summary>
        public Memory<float> BufferOf(int detector)
        {
            if (windows != 1)
            {
                return new float[windows];
            }

            all._values[Index(0, detector)] = 0;
            return all._values.AsMemory(Index(0, detector), 1);
        }

        /// <param name="detector">Its place.</param>
        /// <param name="scores">Its answers; no number where it has none.</param>
        /// <param name="why">What to say where it has none.</param>
        public void Set(int detector, ReadOnlySpan<float> scores, string why)
        {
            for (int i = 0; i < windows; i++)
            {
                all._values[Index(i, detector)] = scores[i];
                if (float.IsNaN(scores[i]))
                {
                    Note(i, detector, why);
                }
            }
        }

        /// <summary>Called side by side for different detectors.</summary>
        public void LeaveOut(int detector, string why)
        {
            for (int i = 0; i < windows; i++)
            {
                all._values[Index(i, detector)] = float.NaN;
                Note(i, detector, why);
            }
        }

        private void Note(int window, int detector, string why)
        {
            RawScores scores = all;
            LazyInitializer.EnsureInitialized(ref scores._failures, () => new string?[scores._values.Length])[Index(window, detector)] = why;
        }

        private int Index(int window, int detector) => ((places is null ? window : places[window]) * all._detectors) + detector;
    }
}
