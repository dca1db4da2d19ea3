using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LogGuardian.Training;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Training.Running;

public sealed class RunFolderTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeTimeProvider _clock = new(Noon);

    private string Folder => Path.Combine(_root, "run");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Create_ThenEnd_WritesWhatRepeatsTheRun()
    {
        string data = Path.Combine(_root, "data.log");
        await File.WriteAllTextAsync(data, "abc\nde");
        RunRecord record = Sample with { Data = [await RunDataFile.ReadAsync(data)] };
        using (RunFolder run = RunFolder.Create(Folder, record, _clock))
        {
            Assert.True(Directory.Exists(run.CheckpointsPath));
            Assert.Equal((RunOutcome.Running, null), (RunFolder.Read(Folder).Outcome, RunFolder.Read(Folder).Ended));
            _clock.Advance(TimeSpan.FromHours(1));
            run.End(RunOutcome.Failed, "a < b");
        }

        RunRecord read = RunFolder.Read(Folder);
        Assert.Equal((Noon, Noon.AddHours(1), RunOutcome.Failed, "a < b"), (read.Started, read.Ended, read.Outcome, read.Message));
        Assert.Equal("""{"steps":7,"deep":{"rates":[0.1,0.2]}}""", read.Configuration.ToJsonString());
        Assert.Equal(["train", "--seed", "3"], read.CommandLine);
        Assert.Equal(3, read.Seeds["batches"]);
        Assert.Equal(new RunDataFile(data, 6, 2, Convert.ToHexStringLower(SHA256.HashData("abc\nde"u8))), Assert.Single(read.Data));
        Assert.Contains("LogGuardian.Training", read.Packages.Keys);
        Assert.Contains("LogGuardian.Evaluation", read.Packages.Keys);
        Assert.Equal(Environment.ProcessorCount, read.Machine.ProcessorCount);
        Assert.DoesNotContain(Directory.EnumerateFiles(Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("\n\nb", 3)]
    public async Task ReadAsync_DataFile_CountsLines(string text, long lines)
    {
        string path = Path.Combine(_root, "lines");
        await File.WriteAllTextAsync(path, text);
        Assert.Equal(lines, (await RunDataFile.ReadAsync(path)).Lines);
    }

    [Fact]
    public void Create_FolderThatIsNotEmpty_SaysWhatToDo()
    {
        Directory.CreateDirectory(Folder);
        RunFolder.Create(Folder, Sample, _clock).Dispose();
        Assert.Contains("Resume it", Assert.Throws<IOException>(() => RunFolder.Create(Folder, Sample, _clock)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Folder, RunFolder.RecordName));
        Assert.Contains("not empty", Assert.Throws<IOException>(() => RunFolder.Create(Folder, Sample, _clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WhereNothingCanBeWritten_SaysSo()
    {
        string file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        string message = Assert.Throws<IOException>(() => RunFolder.Create(Path.Combine(file, "run"), Sample, _clock)).Message;
        Assert.Contains("cannot be written", message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(file, "run"), message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Write_FullDisk_SaysSo()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has a disk that is always full.");
        File.CreateSymbolicLink(Path.Combine(_root, "full.tmp"), "/dev/full");
        string message = Assert.Throws<IOException>(() => RunFiles.WriteText(Path.Combine(_root, "full"), new string('x', 100_000))).Message;
        Assert.Contains("is full. Free space", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_AfterACheckpoint_TakesOutWhatCameLater()
    {
        using (RunFolder run = RunFolder.Create(Folder, Sample, _clock))
        {
            for (int step = 1; step <= 5; step++)
            {
                run.Append(step, 1, "projector", RunMetricNames.Loss, 1.0 / step);
            }

            // A last line that was not written to its end.
            File.AppendAllText(run.MetricsPath, """{"step":6,"epo""");
        }

        Assert.Equal(5, MetricLog.Read(Path.Combine(Folder, RunFolder.MetricsName)).Count());
        _clock.Advance(TimeSpan.FromMinutes(5));
        using (RunFolder run = RunFolder.Resume(Folder, step: 3, _clock))
        {
            run.Append(4, 1, "projector", RunMetricNames.Loss, double.NaN);
            Assert.Equal("""{"step":4,"epoch":1,"stage":"projector","name":"loss","value":"NaN","time":"2026-03-01T12:05:00+00:00"}""", File.ReadLines(run.MetricsPath).Last());
            Assert.Contains("at least 4", Assert.Throws<ArgumentOutOfRangeException>(() => run.Append(3, 1, "a", "b", 0)).Message, StringComparison.Ordinal);
        }

        Assert.Equal([1, 2, 3, 4], MetricLog.Read(Path.Combine(Folder, RunFolder.MetricsName)).Select(metric => metric.Step));
        Assert.Equal([new RunResume(Noon.AddMinutes(5), 3)], RunFolder.Read(Folder).Resumed);
    }

    [Fact]
    public void Resume_WhatIsNoRun_SaysWhatToDo()
    {
        Assert.Contains("holds no run.json", Assert.Throws<InvalidDataException>(() => RunFolder.Resume(Folder, 0, _clock)).Message, StringComparison.Ordinal);
        RunFolder.Create(Folder, Sample, _clock).Dispose();
        string record = Path.Combine(Folder, RunFolder.RecordName);
        string text = File.ReadAllText(record);
        File.WriteAllText(record, text.Replace("\"format\": 1", "\"format\": 9", StringComparison.Ordinal));
        Assert.Contains("format 9", Assert.Throws<InvalidDataException>(() => RunFolder.Resume(Folder, 0, _clock)).Message, StringComparison.Ordinal);
        File.WriteAllText(record, text[..^9]);
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => RunFolder.Resume(Folder, 0, _clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MetricsWithABrokenLine_NamesIt()
    {
        string path = Path.Combine(_root, "metrics");
        using (MetricLog log = MetricLog.Open(path, 0))
        {
            log.Append(new RunMetric(1, 1, "a", "b", 1, Noon));
        }

        File.WriteAllText(path, File.ReadAllText(path) + "{}x\n" + File.ReadAllText(path));
        Assert.Contains("Line 2", Assert.Throws<InvalidDataException>(() => MetricLog.Read(path).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteReport_OfARun_HasChartsAndNothingOfOthers()
    {
        using RunFolder run = RunFolder.Create(Folder, Sample, _clock);
        run.WriteReport();
        Assert.False(File.Exists(Path.Combine(Folder, RunFolder.LossName)));
        Assert.Contains("Nothing was measured yet", File.ReadAllText(Path.Combine(Folder, RunFolder.ReportName)), StringComparison.Ordinal);
        for (int step = 1; step <= 40; step++)
        {
            run.Append(step, 1 + (step / 20), "whole\u0001 <model>", RunMetricNames.Loss, 3.0 / step);
            run.Append(step, 1 + (step / 20), "whole\u0001 <model>", RunMetricNames.LearningRate, 1e-4);
        }

        run.Append(40, 2, "whole\u0001 <model>", RunMetricNames.ValidationF1, 0.75);
        run.End(RunOutcome.Completed);
        run.WriteReport();
        XElement page = XDocument.Parse(File.ReadAllText(Path.Combine(Folder, RunFolder.ReportName))).Root!;
        Assert.Equal(["Loss", "Validation", "Learning rate"], page.Descendants("figcaption").Select(caption => caption.Value));
        Assert.Contains("completed", page.Descendants("dd").Select(fact => fact.Value));
        Assert.Contains("deep.rates 0.1, 0.2", page.Descendants("tr").Select(row => string.Join(' ', row.Elements().Select(cell => cell.Value))));
        Assert.All([RunFolder.LossName, RunFolder.F1Name], name => Assert.Equal("svg", XDocument.Parse(File.ReadAllText(Path.Combine(Folder, name))).Root!.Name.LocalName));
    }

    private static RunRecord Sample => new()
    {
        Configuration = JsonNode.Parse("""{"steps":7,"deep":{"rates":[0.1,0.2]}}""")!,
        CommandLine = ["train", "--seed", "3"],
        Seeds = new Dictionary<string, long> { ["batches"] = 3 },
    };
}
