using LogGuardian.Evaluation;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Evaluation.Data;

/// <summary>The real data, with the counts that their documents give.</summary>
public class ExternalDataTests
{
    [SkippableFact]
    public async Task Hdfs_Excerpt_HasItsBlocks()
    {
        Counts counts = await CountAsync("hdfs", "hdfs");
        Assert.Equal((6_833, 216), (counts.Units, counts.Anomalous));
        Assert.True(counts.Events >= 132_529, $"{counts.Events} events");
        EvaluationSplit split = await Read.OnlySplitAsync(Protocol.Find("logllm"), EvaluationData.Open("hdfs", ExternalData.Require("hdfs/HDFS.log")));
        Assert.Equal((5_466, 1_367), (await split.ReadTrainingAsync().CountAsync(), await split.ReadTestAsync().CountAsync()));
    }

    [SkippableFact]
    public async Task HdfsSequences_All_AreRead()
    {
        Counts counts = await CountAsync("hdfs-sequences", "hdfs/sequences.csv");
        Assert.Equal((279_262 + 8_350, 8_350), (counts.Units, counts.Anomalous));
        EvaluationSplit split = await Protocol.Find("ait").SplitsAsync(EvaluationData.Open("hdfs-sequences", ExternalData.Require("hdfs")), MethodNeeds.None).FirstAsync();
        Assert.Equal(2_793, await split.ReadTrainingAsync().CountAsync());
        Assert.Equal((279_262 - 2_793 + 8_350, 8_350), (await split.ReadTestAsync().CountAsync(), await split.ReadTestAsync().CountAsync(unit => unit.Label == true)));
    }

    [SkippableTheory]
    [InlineData("bgl", "bgl/BGL.log", 650, 169, 65_000, 2_370)]
    [InlineData("thunderbird", "thunderbird/Thunderbird.log", 125, -1, 12_500, 229)]
    [InlineData("thunderbird", "thunderbird/Thunderbird-normal.log", 103, 0, 10_219, 0)]
    [InlineData("liberty-windows", "liberty", 40, 11, 4_000, 16)]
    public async Task Lines_OfEveryExcerpt_AreLabelled(string name, string path, int units, int anomalous, int lines, int alerts)
    {
        Counts counts = await CountAsync(name, path);
        Assert.Equal((units, lines, alerts), (counts.Units, counts.Events, counts.Alerts));
        Assert.True(anomalous < 0 || anomalous == counts.Anomalous, $"{counts.Anomalous} anomalous units");
    }

    [SkippableFact]
    public async Task Hadoop_Applications_AreLabelled()
    {
        Counts counts = await CountAsync("hadoop", "hadoop");
        Assert.Equal((30, 22), (counts.Units, counts.Anomalous));
    }

    [SkippableTheory]
    [InlineData("BGL")]
    [InlineData("Thunderbird")]
    public async Task Loghub_StructuredCsv_HasItsLines(string system)
    {
        Counts counts = await CountAsync("loghub", $"loghub-2k/{system}");
        Assert.Equal((20, 2_000), (counts.Units, counts.Events));
        string raw = ExternalData.Require($"loghub-2k/{system}/{system}_2k.log");
        Assert.Equal(File.ReadLines(raw).Count(line => !line.StartsWith('-')), counts.Alerts);
    }

    [Fact]
    public async Task Recording_OfTheSamples_HasItsFaults()
    {
        string path = Path.Combine(Repository.Root, "samples", "data");
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("recording", path));
        Quickstart.FaultList faults = Quickstart.FaultList.Read(Path.Combine(path, "faults.json"));
        foreach (EvaluationUnit unit in units)
        {
            ParsedLog[] logs = unit.Window!.Lines.ToArray();
            Assert.Equal(logs.Select(log => faults.Faults.Any(fault => Owns(fault, log))), unit.LineLabels.ToArray());
        }

        Assert.True(units.Count(unit => unit.Label == true) > faults.Faults.Count);
        Assert.Equal(2, units.Select(unit => unit.Window!.Source).Distinct().Count());
    }

    private static bool Owns(Quickstart.Fault fault, ParsedLog log) =>
        fault.Lines.TryGetValue(log.Line.Source + ".gz", out (long First, long Last)[]? ranges)
        && ranges.Any(range => log.Line.LineId + log.Line.LineCount > range.First && log.Line.LineId <= range.Last);

    private static async Task<Counts> CountAsync(string name, string path)
    {
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open(name, ExternalData.Require(path)), needs: MethodNeeds.None);
        Assert.Equal(units.Length, units.Select(unit => unit.Key).Distinct().Count());
        return new Counts(
            units.Length, units.Count(unit => unit.Label == true), units.Sum(unit => unit.Events.Length), units.Sum(unit => unit.LineLabels.ToArray().Count(label => label)));
    }

    private sealed record Counts(int Units, int Anomalous, int Events, int Alerts);
}
