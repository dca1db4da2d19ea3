using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>What stands at the head of a report: how to repeat it, and where it was measured.</summary>
internal static class ReportFacts
{
    private const int MaxCommand = 1_000;

    public static IEnumerable<(string Name, string Value)> Of(EvaluationReport report)
    {
        MachineInfo machine = report.Machine;
        yield return ("Made", report.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        yield return ("Command", LogText.Printable(report.Command, MaxCommand));
        yield return ("LogGuardian", ReportText.Of(report.Version));
        yield return ("Runtime", ReportText.Of(machine.Runtime));
        yield return ("Machine", string.Join(", ", new[]
        {
            machine.Processor is { } processor ? ReportText.Of(processor) : null,
            string.Create(CultureInfo.InvariantCulture, $"{machine.ProcessorCount} processors"),
            ReportText.Bytes(machine.MemoryBytes),
            ReportText.Of(machine.OperatingSystem),
            ReportText.Of(machine.Architecture),
        }.OfType<string>()));
    }
}
