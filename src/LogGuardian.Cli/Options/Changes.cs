using System.Globalization;
using LogGuardian.Evaluation;

namespace LogGuardian.Cli;

/// <summary>Reads how the test part differs from the training part: <c>0.3</c> or <c>0.3:replaced</c>, and <c>2000</c> or <c>2000/16</c> for what adapts to it.</summary>
internal static class Changes
{
    private const int MostUnits = 1_000_000;
    private const int MostLabels = 16;

    /// <summary>The protocol with both; its name says so.</summary>
    public static Protocol Apply(Protocol protocol, string? edits, string? adapt)
    {
        if (edits is not null)
        {
            string[] parts = edits.Split(':');
            bool isShare = double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share < 1;
            if (!isShare || parts.Length > 2 || (parts.Length == 2 && parts[1] is not ("edited" or "replaced")))
            {
                throw new CliException($"--edits is '{edits}'; it must be a share from 0 to below 1, alone or with :edited or :replaced behind it, such as 0.3 or 0.3:replaced.");
            }

            protocol = protocol with
            {
                Name = $"{protocol.Name} {parts.ElementAtOrDefault(1) ?? "edited"} {parts[0]}",
                EditShare = share,
                EditKind = parts.ElementAtOrDefault(1) == "replaced" ? EditKind.Replaced : EditKind.Edited,
            };
        }

        if (adapt is not null)
        {
            string[] parts = adapt.Split('/', 2);
            protocol = protocol with
            {
                Name = $"{protocol.Name} adapt {adapt}",
                AdaptUnits = Numbers.Whole("--adapt", parts[0], 0, MostUnits),
                AdaptLabels = parts.Length == 2 ? Numbers.Whole("--adapt", parts[1], 0, MostLabels) : 0,
            };
        }

        return protocol;
    }
}
