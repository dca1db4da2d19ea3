using System.Globalization;

namespace LogGuardian;

/// <summary>
/// When anomalies are repeats of one incident: same source, same kind and template of the leading evidence, and close to each other. A session that would be
/// reported early as a repeat is counted when it closes; one that began the incident early is counted then, and its end comes as a detection of its own.
/// </summary>
public sealed record IncidentOptions
{
    /// <summary>Event time without a repeat after which an incident is over. Default 5 minutes; more than zero, at most 30 days.</summary>
    public TimeSpan Gap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The same for windows without event time: other windows of the source between two repeats. Default 10; 0 to 100,000.</summary>
    public int WindowGap { get; set; } = 10;

    /// <summary>Event time after which a long incident is reported again, with its count so far. Default 10 minutes; more than zero.</summary>
    public TimeSpan UpdateEvery { get; set; } = TimeSpan.FromMinutes(10);

    internal IncidentOptions Validated()
    {
        if (Gap <= TimeSpan.Zero || Gap > TimeSpan.FromDays(30))
        {
            throw new ArgumentOutOfRangeException(nameof(Gap), Gap, $"Gap is {Gap}; it must be more than zero, at most 30 days. The default is 5 minutes.");
        }

        if (WindowGap is < 0 or > 100_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(WindowGap), WindowGap, string.Create(CultureInfo.InvariantCulture, $"WindowGap is {WindowGap}; it must be 0 to 100000. The default is 10."));
        }

        return UpdateEvery > TimeSpan.Zero
            ? this with { }
            : throw new ArgumentOutOfRangeException(nameof(UpdateEvery), UpdateEvery, $"UpdateEvery is {UpdateEvery}; it must be more than zero. The default is 10 minutes.");
    }
}
