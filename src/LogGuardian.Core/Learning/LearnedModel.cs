using System.Buffers;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// What was learned and can be taken back: a calibration and those detectors whose knowledge can be copied and does not follow the clock, the others being
/// null. A pipeline has one that judges, and copies of it that try out what is new or remember what was.
/// </summary>
internal sealed class LearnedModel(IReadOnlyList<IDetector?> detectors, Cascade cascade, Calibration calibration, FailureGuard guard)
{
    private readonly IStateful[] _stages = [calibration, .. detectors.OfType<IStateful>()];

    public Calibration Calibration => calibration;

    /// <summary>The detectors of which this knows nothing are left out.</summary>
    public static bool CanCopy(IDetector detector) => detector is IStateful && !detector.FollowsTime;

    public void Learn(Lesson lesson)
    {
        calibration.Add(lesson.Raw);
        if (lesson.IsOrdinary)
        {
            Teach(lesson.Window);
        }
    }

    /// <summary>Not the calibration: a window that was picked because it was strange does not say how strange windows are.</summary>
    public void Teach(LogWindow window)
    {
        foreach (IDetector? detector in detectors)
        {
            if (detector is not null)
            {
                guard.Teach(detector, window);
            }
        }
    }

    /// <summary>The score of a window in [0..1], as far as these detectors have a say.</summary>
    public ValueTask<float> ScoreAsync(LogWindow window, CancellationToken cancellationToken) => ScoreAsync(window, calibration, cancellationToken);

    /// <summary>The same by another calibration.</summary>
    public async ValueTask<float> ScoreAsync(LogWindow window, Calibration by, CancellationToken cancellationToken) =>
        by.Score(await ScoreRawAsync(window, cancellationToken).ConfigureAwait(false));

    /// <summary>The same from raw scores of all detectors.</summary>
    public float Score(ReadOnlySpan<float> raw)
    {
        Span<float> own = stackalloc float[raw.Length];
        for (int i = 0; i < raw.Length; i++)
        {
            own[i] = detectors[i] is null ? float.NaN : raw[i];
        }

        return calibration.Score(own);
    }

    /// <summary>What makes a window strange, the strongest of each detector first.</summary>
    public async ValueTask<IReadOnlyList<Evidence>> CollectAsync(LogWindow window, CancellationToken cancellationToken)
    {
        float[] raw = await ScoreRawAsync(window, cancellationToken).ConfigureAwait(false);
        var all = new List<(float Share, Evidence Evidence)>();
        for (int i = 0; i < raw.Length; i++)
        {
            if (!float.IsNaN(raw[i]))
            {
                float share = calibration.Share(i, raw);
                all.AddRange(guard.Collect(detectors[i]!, window).Select(piece => (share, piece)));
            }
        }

        return [.. all.OrderByDescending(pair => pair.Share).ThenByDescending(pair => pair.Evidence.Strength).Select(pair => pair.Evidence)];
    }

    public void CopyFrom(LearnedModel other)
    {
        for (int i = 0; i < _stages.Length; i++)
        {
            if (_stages[i] is ICopyable copyable)
            {
                copyable.CopyFrom(other._stages[i]);
                continue;
            }

            using JsonDocument saved = JsonDocument.Parse(Write([other._stages[i]]));
            Read(saved.RootElement, [_stages[i]]);
        }
    }

    /// <summary>Adds what others know, which have the same stages.</summary>
    /// <param name="others">Detectors, of which those are left out that this knows nothing of.</param>
    /// <param name="other">Their calibration.</param>
    /// <param name="general">Templates that supersede others.</param>
    public void MergeFrom(IReadOnlyList<IDetector> others, Calibration other, IReadOnlyList<LogTemplate> general)
    {
        for (int i = 0; i < others.Count; i++)
        {
            if (detectors[i] is IMergeable mergeable)
            {
                mergeable.MergeFrom((IStateful)others[i], general);
            }
        }

        calibration.MergeFrom(other, general);
    }

    /// <summary>All of it as a JSON object.</summary>
    public byte[] Save() => Write(_stages);

    public void Load(JsonElement saved) => Read(saved, _stages);

    private static byte[] Write(IEnumerable<IStateful> stages)
    {
        var document = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(document))
        {
            writer.WriteStartObject();
            foreach (IStateful stage in stages)
            {
                writer.WriteStartObject(stage.StateName);
                writer.WriteNumber("version", stage.StateVersion);
                writer.WritePropertyName("data");
                stage.SaveState(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return document.WrittenSpan.ToArray();
    }

    private static void Read(JsonElement saved, IEnumerable<IStateful> stages)
    {
        foreach (IStateful stage in stages)
        {
            JsonElement section = saved.GetProperty(stage.StateName);
            stage.LoadState(section.GetProperty("data"), section.GetProperty("version").GetInt32());
        }
    }

    private async ValueTask<float[]> ScoreRawAsync(LogWindow window, CancellationToken cancellationToken)
    {
        float[] raw = new float[detectors.Count];
        raw.AsSpan().Fill(float.NaN);
        for (int tier = 0; tier < cascade.Tiers.Count; tier++)
        {
            CascadeTier own = cascade.Tiers[tier];
            bool passes = own.Undecided.Length > 0 && calibration.Passes(tier, raw, Threshold.Usual);
            foreach (int i in passes ? [.. own.Always, .. own.Undecided] : own.Always)
            {
                try
                {
                    if (detectors[i] is { } detector)
                    {
                        await detector.ScoreAsync(new[] { window }, raw.AsMemory(i, 1), cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The one that judges fails as well, and says so.
                    raw[i] = float.NaN;
                }
            }
        }

        return raw;
    }
}
