using System.Globalization;
using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>What a model said of a window, checked.</summary>
/// <param name="IsAnomalous">Whether it takes the window for an anomaly.</param>
/// <param name="Probability">How probable it finds that, in [0..1].</param>
/// <param name="Reason">Why, in its own words; may be empty.</param>
/// <param name="Lines">Positions, among the lines that it was shown, of those that it cites.</param>
/// <param name="Rejected">How many lines it cites that it was not shown.</param>
internal sealed record ChatAnswer(bool IsAnomalous, double Probability, string Reason, IReadOnlyList<int> Lines, int Rejected)
{
    private const int MaxReason = 300;
    private const string Fence = "```";

    // Odds of more are no more certain, and infinite ones are none.
    private const double LeastProbability = 0.0001;

    /// <summary>Whether an anomaly is claimed and no line shows it.</summary>
    public bool IsUnsupported => IsAnomalous && Lines.Count == 0;

    /// <summary>The odds of an anomaly. What no line shows counts half, in log-odds.</summary>
    public float Score
    {
        get
        {
            double probability = Math.Clamp(Probability, LeastProbability, 1 - LeastProbability);
            double odds = probability / (1 - probability);
            return (float)(IsUnsupported ? Math.Sqrt(odds) : odds);
        }
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <param name="shown">How many lines it was shown.</param>
    /// <param name="problem">What is wrong with it, as a sentence for the model; null when nothing is.</param>
    public static ChatAnswer? Read(string text, int shown, out string? problem)
    {
        ChatVerdict? verdict;
        try
        {
            verdict = JsonSerializer.Deserialize(WithoutFence(text), ChatJson.Default.ChatVerdict);
        }
        catch (JsonException e)
        {
            problem = $"It is not the JSON object that was asked for: {LogText.Printable(e.Message, MaxReason)}";
            return null;
        }

        problem = verdict switch
        {
            null => "It is null, not a JSON object.",
            { Probability: not (>= 0 and <= 1) } => string.Create(CultureInfo.InvariantCulture, $"probability is {verdict.Probability}; it must be 0 to 1."),
            { Anomalous: true, Probability: < 0.5 } or { Anomalous: false, Probability: > 0.5 } => string.Create(
                CultureInfo.InvariantCulture,
                $"anomalous is {(verdict.Anomalous ? "true" : "false")} and probability is {verdict.Probability}; probability is that of an anomaly, above 0.5 exactly when anomalous is true."),
            _ => null,
        };
        if (problem is not null)
        {
            return null;
        }

        int[] lines = [.. verdict!.Lines.Select(id => IndexOf(id, shown)).Distinct()];
        int[] known = [.. lines.Where(line => line >= 0)];
        int rejected = verdict.Lines.Count(id => IndexOf(id, shown) < 0);
        return new ChatAnswer(verdict.Anomalous, verdict.Probability, LogText.Printable(verdict.Reason.Trim(), MaxReason), known, rejected);
    }

    private static int IndexOf(string? id, int shown) =>
        id is ['L', not '0', ..] && int.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= shown ? number - 1 : -1;

    private static ReadOnlySpan<char> WithoutFence(string text)
    {
        ReadOnlySpan<char> json = text.AsSpan().Trim();
        if (json.StartsWith(Fence, StringComparison.Ordinal) && json.EndsWith(Fence, StringComparison.Ordinal) && json.IndexOf('\n') is >= 0 and var first)
        {
            json = json[(first + 1)..^Fence.Length].Trim();
        }

        return json;
    }
}
