using LogGuardian.Hosting;

namespace LogGuardian;

/// <summary>Where a hosted pipeline keeps what it learned.</summary>
public sealed record StateOptions
{
    /// <summary>The directory of the state; without one, and without an <see cref="IStateStore"/>, nothing is kept and each start begins with a warm-up. It is created.</summary>
    public string? Directory { get; set; }

    /// <summary>How often it is written while the host runs; by default a minute, 1 second to 1 day. It is written once more when the host stops.</summary>
    public TimeSpan SaveEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Name of this replica, where several share the directory, such as that of the machine; by default there is one. A replica begins with its own state, or without one with the newest of the others,
    /// merged with those that were written within ten minutes of it.
    /// </summary>
    public string? Replica { get; set; }

    internal StateOptions Validated()
    {
        Rule.Require(Directory is null || !string.IsNullOrWhiteSpace(Directory), nameof(Directory), "''", "a path");
        Rule.Require(SaveEvery >= TimeSpan.FromSeconds(1) && SaveEvery <= TimeSpan.FromDays(1), nameof(SaveEvery), SaveEvery, "1 second to 1 day, such as 00:01:00");
        Rule.Require(
            Replica is null || (Replica.Length is > 0 and <= 100 && Replica.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')),
            nameof(Replica),
            $"'{Replica}'",
            "1 to 100 letters, digits, '-', '_' and '.'");
        return this with { };
    }
}
