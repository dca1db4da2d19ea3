using LogGuardian.Tests.Cli;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Samples;

/// <summary>What people see of the shipped recording, and the templates with their ids: a change of either is looked at before it is committed.</summary>
public class RecordingSnapshotTests
{
    [Fact]
    public async Task Scan_Application_ReadsLikeThis()
    {
        CliResult result = await CliRunner.RunAsync("scan", Data("orders-app.log.gz"), "--top", "5");
        Assert.Equal(1, result.Code);
        Snapshots.Match(
            string.Concat(result.Output.Split('\n').Where(line => !line.StartsWith("elapsed", StringComparison.Ordinal)).Select(line => line.TrimEnd() + "\n")),
            "Samples",
            "Recording.scan");
    }

    [Theory]
    [InlineData("orders-app.log.gz")]
    [InlineData("orders-postgresql.log.gz")]
    public async Task Parse_Recording_HasTheseTemplates(string file)
    {
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        var counts = new Dictionary<LogTemplate, int>();
        await foreach (ParsedLog log in detector.ParseAsync(LogLines.FromFile(Data(file))))
        {
            counts[log.Template] = counts.GetValueOrDefault(log.Template) + 1;
        }

        Snapshots.Match(
            string.Concat(counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Text, StringComparer.Ordinal)
                .Select(pair => FormattableString.Invariant($"{pair.Value,6} {pair.Key.Id} {LogText.Printable(pair.Key.Text, 160)}\n"))),
            "Samples",
            $"Recording.templates.{file}");
    }

    private static string Data(string file) => Path.Combine(Repository.Root, "samples", "data", file);
}
