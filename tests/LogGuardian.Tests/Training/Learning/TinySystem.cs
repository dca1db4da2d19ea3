using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

/// <summary>Logs of made-up systems with a rule of their own: a window is anomalous when one of its messages tells of a failure.</summary>
internal static class TinySystem
{
    public static readonly string[] Healthy =
    [
        "session opened for user", "session closed for user", "connection received from host", "request completed with status ok", "order accepted for customer", "payment stored",
        "batch shipped to depot", "checkpoint complete", "worker ready", "query took some time", "cache refreshed", "health check ok",
    ];

    public static readonly string[] Failures = ["disk write failed on volume", "kernel panic not syncing", "payment gateway timed out", "replica lost its leader"];

    /// <summary>Another system, in words that the first one does not have.</summary>
    public static readonly string[] Foreign =
    [
        "turbine rotor spinning at nominal velocity", "coolant valve opened by operator", "boiler pressure within limits", "generator synchronized with grid",
        "exhaust sensor calibrated", "lubrication pump cycled", "hydraulic arm parked", "conveyor belt started",
    ];

    /// <summary>A set of windows.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of their messages.</param>
    /// <param name="anomalies">Share of the anomalous ones.</param>
    /// <param name="labelled">Whether labels are given.</param>
    /// <param name="healthy">Messages of normal windows.</param>
    /// <param name="failures">Messages of which anomalous windows have one.</param>
    public static TrainingSet Windows(int count, int seed, double anomalies = 0.3, bool labelled = true, string[]? healthy = null, string[]? failures = null)
    {
        var set = new TrainingSet();
        Add(set, count, seed, anomalies, labelled, healthy, failures);
        return set;
    }

    public static void Add(TrainingSet set, int count, int seed, double anomalies = 0.3, bool labelled = true, string[]? healthy = null, string[]? failures = null)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            bool isAnomaly = i < anomalies * count;
            string[] messages = random.GetItems(healthy ?? Healthy, random.Next(3, 7));
            if (isAnomaly)
            {
                messages[random.Next(messages.Length)] = random.GetItems(failures ?? Failures, 1)[0];
            }

            set.Add(messages, labelled ? isAnomaly : null);
        }
    }

    /// <summary>Share of windows with labels of which a model says what they are.</summary>
    public static double Right(TrainingSet set, IReadOnlyList<float> scores) =>
        set.Windows.Select((window, i) => scores[i] > 0 == window.IsAnomaly).Count(right => right) / (double)set.Windows.Count;
}
