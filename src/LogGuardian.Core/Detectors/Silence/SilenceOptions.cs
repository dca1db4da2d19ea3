using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the silence detector.</summary>
public sealed record SilenceOptions
{
    /// <summary>A line follows another one when it comes within so many lines; default 10, range 1 to 100.</summary>
    public int WithinLines { get; set; } = 10;

    /// <summary>Or when it comes within this time, but within 200 lines; default 2 seconds, range 0 to 1 hour.</summary>
    public TimeSpan Within { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Templates that are followed; default 4,096, range 64 to 1,000,000. Later ones are not.</summary>
    public int MaxTemplates { get; set; } = 4_096;

    internal SilenceOptions Validated()
    {
        if (WithinLines is < 1 or > 100)
        {
            throw new ArgumentOutOfRangeException(
                nameof(WithinLines),
                WithinLines,
                string.Create(CultureInfo.InvariantCulture, $"WithinLines is {WithinLines}; it must be 1 to 100. The default is 10."));
        }

        if (Within < TimeSpan.Zero || Within > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(Within), Within, $"Within is {Within:c}; it must be 00:00:00 to 01:00:00. The default is 00:00:02.");
        }

        if (MaxTemplates is < 64 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxTemplates),
                MaxTemplates,
                string.Create(CultureInfo.InvariantCulture, $"MaxTemplates is {MaxTemplates}; it must be 64 to 1000000. The default is 4096."));
        }

        return this with { };
    }
}
