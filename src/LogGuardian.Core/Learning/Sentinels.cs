using System.Globalization;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Windows of which it is known what is to be said: normal ones that were held back from learning, and the beginnings of incidents that were reported. An update
/// that changes what is said of them is a bad one.
/// </summary>
internal sealed class Sentinels
{
    private const int MaxKept = 32;

    // Longer windows are learned and reported like all others, but not kept.
    private const int MaxLines = 2_000;

    // So many updates in a row that would make the same anomaly normal are no accident: normal windows look like it now.
    private const int EnoughStrikes = 4;

    private readonly List<Lesson> _normal = [];
    private readonly List<Report> _reported = [];

    /// <summary>Keeps a normal window.</summary>
    /// <returns>The one that leaves, which may be learned now; none while there is room.</returns>
    public Lesson? Hold(Lesson lesson)
    {
        if (lesson.Window.Count > MaxLines)
        {
            return lesson;
        }

        _normal.Add(lesson with { Window = Own(lesson.Window) });
        if (_normal.Count <= MaxKept)
        {
            return null;
        }

        Lesson oldest = _normal[0];
        _normal.RemoveAt(0);
        return oldest;
    }

    /// <summary>Keeps a window that was reported, when its score leaves no doubt.</summary>
    public void Keep(LogWindow window, float score, float limit)
    {
        // A false alarm is close to the threshold, and ordinary learning may well take it back.
        if (window.Count > MaxLines || Odds.Of(score) < Odds.Clear * Odds.Of(limit))
        {
            return;
        }

        _reported.Add(new Report(Own(window), 0));
        if (_reported.Count > MaxKept)
        {
            _reported.RemoveAt(0);
        }
    }

    /// <summary>What a source does is the new normal; what was reported of it no longer counts.</summary>
    public void Forget(string source) => _reported.RemoveAll(report => report.Window.Source == source);

    /// <summary>Checks a model against the latest of the windows. They are picked at once; what comes later does not count.</summary>
    /// <param name="model">The model that learns something new.</param>
    /// <param name="limitOf">Its threshold.</param>
    /// <param name="most">How many windows of each kind are looked at.</param>
    /// <param name="pause">Called after each.</param>
    /// <returns>Asks the model, once it has learned.</returns>
    public Func<CancellationToken, Task<Verdict>> Check(LearnedModel model, Func<LearnedModel, float> limitOf, int most, Func<Task> pause)
    {
        Lesson[] normal = [.. _normal.TakeLast(most)];
        Report[] reported = [.. _reported.TakeLast(most)];
        return cancellationToken => CheckAsync(model, limitOf(model), normal, reported, pause, cancellationToken);
    }

    /// <summary>Counts how often a reported window was looked at in vain.</summary>
    /// <returns>How many leave, because it was too often.</returns>
    public int Strike(Verdict verdict)
    {
        foreach (Report report in verdict.Lost)
        {
            report.Strikes++;
        }

        return _reported.RemoveAll(report => report.Strikes >= EnoughStrikes);
    }

    /// <summary>What a model no longer reports, since it knows better, says nothing of what it must report.</summary>
    public async Task ReviseAsync(LearnedModel model, float limit)
    {
        foreach (Report report in _reported.ToArray())
        {
            if (await model.ScoreAsync(report.Window, CancellationToken.None).ConfigureAwait(false) < limit)
            {
                _reported.Remove(report);
            }
        }
    }

    public void Clear()
    {
        _normal.Clear();
        _reported.Clear();
    }

    public void Save(Utf8JsonWriter writer)
    {
        LessonJson.Write(writer, "normal", _normal);
        writer.WriteStartArray("reported");
        foreach (Report report in _reported)
        {
            writer.WriteStartObject();
            writer.WriteNumber("strikes", report.Strikes);
            writer.WritePropertyName("window");
            LogJson.Write(writer, report.Window);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public void Load(JsonElement saved)
    {
        Clear();
        _normal.AddRange(LessonJson.Read(saved.GetProperty("normal")));
        _reported.AddRange(saved.GetProperty("reported").EnumerateArray()
            .Select(report => new Report(LogJson.ReadWindow(report.GetProperty("window")), report.GetProperty("strikes").GetInt32())));
    }

    private static async Task<Verdict> CheckAsync(
        LearnedModel model, float limit, Lesson[] normal, Report[] reported, Func<Task> pause, CancellationToken cancellationToken)
    {
        int alarms = 0;
        foreach (Lesson lesson in normal)
        {
            alarms += await model.ScoreAsync(lesson.Window, cancellationToken).ConfigureAwait(false) >= limit ? 1 : 0;
            await pause().ConfigureAwait(false);
        }

        // One of the windows that the calibration promises to report may be among them.
        if (alarms >= 2 && alarms > normal.Length / 8)
        {
            return new Verdict(string.Create(CultureInfo.InvariantCulture, $"{alarms} of {normal.Length} normal windows would be reported"), []);
        }

        var lost = new List<Report>();
        foreach (Report report in reported)
        {
            if (await model.ScoreAsync(report.Window, cancellationToken).ConfigureAwait(false) < limit)
            {
                lost.Add(report);
            }

            await pause().ConfigureAwait(false);
        }

        return lost.Count < Math.Max(1, reported.Length / 4)
            ? new Verdict(null, [])
            : new Verdict(string.Create(CultureInfo.InvariantCulture, $"{lost.Count} of {reported.Length} reported windows would be normal"), lost);
    }

    /// <summary>Few windows are kept for long; they must not keep the chunks of their lines alive.</summary>
    private static LogWindow Own(LogWindow window) =>
        new(window.Kind, Array.ConvertAll(window.Lines.ToArray(), log => log.Detach()), window.SessionKey);

    internal sealed class Report(LogWindow window, int strikes)
    {
        public LogWindow Window => window;

        public int Strikes { get; set; } = strikes;
    }
}
