using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LogGuardian.Tests.Hosting.Pipelines;

/// <summary>Pipelines that run in a real host.</summary>
public sealed class HostedPipelineTests : IDisposable
{
    private const string Fault = "Payment of order {OrderId} failed";
    private readonly string _folder = Directory.CreateTempSubdirectory("logguardian-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Host_WithNothingConfigured_LearnsAndReportsAnomaliesOfItsOwnLog()
    {
        await using TestHost host = await TestHost.StartAsync();
        host.Log(seconds: 5);
        await host.UntilAsync(() => host.Pipeline.Status.Phase == PipelinePhase.WarmingUp && host.Pipeline.Detector!.Counts.Windows >= 3);
        await host.LearnAsync();
        host.Log(seconds: 3, Fault);
        await host.UntilAsync(() => !host.Detections.IsEmpty);
        Detection detection = host.Detections.First();
        Assert.Contains(detection.Evidence, piece => piece.Template.Text == "Payment of order <OrderId> failed");
        Assert.Contains("Payment of order", detection.Explanation!.ToString(), StringComparison.Ordinal);
        await host.StopAsync();
        Assert.Equal(PipelinePhase.Stopped, host.Pipeline.Status.Phase);
        Assert.Equal(0, host.Pipeline.Channel.RecordsWaiting);
    }

    [Fact]
    public async Task Host_WithStateDirectory_KnowsAfterARestartWhatItLearned()
    {
        (string, string?)[] settings = [("LogGuardian:State:Directory", Path.Combine(_folder, "state"))];
        long records;
        await using (TestHost first = await TestHost.StartAsync(settings))
        {
            await first.LearnAsync();
            records = first.Records;
        }

        await using TestHost second = await TestHost.StartAsync(null, settings, firstRecord: records);
        await second.UntilAsync(() => second.Pipeline.Status.Phase == PipelinePhase.Running);
        second.Log(seconds: 3);
        second.Log(seconds: 3, Fault);
        await second.UntilAsync(() => !second.Detections.IsEmpty);
        Assert.Contains(second.Detections.First().Evidence, piece => piece.Template.Text == "Payment of order <OrderId> failed");
        Assert.Empty(second.Pipeline.Status.Problems);
    }

    [Fact]
    public async Task Host_WithDamagedState_SaysSoAndLearnsAnew()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "default.json.gz"), "no state");
        await using TestHost host = await TestHost.StartAsync(("LogGuardian:State:Directory", _folder));
        await host.UntilAsync(() => host.Pipeline.Status.Problems.Count == 1);
        Assert.Contains("could not be loaded", host.Pipeline.Status.Problems[0], StringComparison.Ordinal);
        await host.LearnAsync();
    }

    [Fact]
    public async Task Host_WhoseStateCannotBeWritten_SaysSoAndGoesOn()
    {
        string file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "no directory");
        await using TestHost host = await TestHost.StartAsync(("LogGuardian:State:Directory", Path.Combine(file, "state")), ("LogGuardian:State:SaveEvery", "00:00:01"));
        await host.UntilAsync(() => host.Pipeline.Status.Problems.Count == 1);
        Assert.Contains("could not be saved", host.Pipeline.Status.Problems[0], StringComparison.Ordinal);
        await host.LearnAsync();
        host.Log(seconds: 3, Fault);
        await host.UntilAsync(() => !host.Detections.IsEmpty);
    }

    [Fact]
    public async Task Host_WithAStoreOfItsOwn_KeepsTheStateThere()
    {
        var store = new MemoryStore();
        Action<HostApplicationBuilder> configure = builder => builder.Services.AddSingleton<IStateStore>(store);
        long records;
        await using (TestHost first = await TestHost.StartAsync(configure, []))
        {
            await first.LearnAsync();
            records = first.Records;
        }

        Assert.Equal([""], store.States.Keys);
        await using TestHost second = await TestHost.StartAsync(configure, [], firstRecord: records);
        await second.UntilAsync(() => second.Pipeline.Status.Phase == PipelinePhase.Running);
    }

    [Fact]
    public async Task Host_OfANewReplica_KnowsWhatAllOfTheLatestDeploymentLearned()
    {
        (string, string?)[] Settings(string replica) => [("LogGuardian:State:Directory", _folder), ("LogGuardian:State:Replica", replica)];
        long records = 0;
        foreach ((string replica, string? own) in new[] { ("a", null), ("b", "Basket {OrderId} left behind") })
        {
            await using TestHost host = await TestHost.StartAsync(null, Settings(replica), firstRecord: records);
            await host.LearnAsync(own);
            records = host.Records;
        }

        Assert.Equal(["default@a.json.gz", "default@b.json.gz"], Directory.GetFiles(_folder, "*.gz").Select(Path.GetFileName).Order());
        File.Copy(Path.Combine(_folder, "default@a.json.gz"), Path.Combine(_folder, "default@newest.json.gz"));
        await using TestHost c = await TestHost.StartAsync(null, Settings("c"), firstRecord: records);
        await c.UntilAsync(() => c.Pipeline.Status.Phase == PipelinePhase.Running);
        c.Log(seconds: 5);
        c.Log(seconds: 5, "Basket {OrderId} left behind");
        c.Log(seconds: 5, Fault);
        await c.UntilAsync(() => !c.Detections.IsEmpty);
        Assert.Contains(c.Detections.First().Evidence, piece => piece.Template.Text == "Payment of order <OrderId> failed");
    }

    [Fact]
    public async Task Host_WithTwoPipelines_KeepsThemApart()
    {
        await using TestHost host = await TestHost.StartAsync(
            builder => builder.Services.AddLogGuardian(name: "orders"),
            [("LogGuardian:Threshold", "0.7"), ("LogGuardian:orders:Threshold", "0.9"), ("LogGuardian:orders:Enabled", "false")]);
        LogGuardianPipeline orders = host.Services.GetRequiredKeyedService<LogGuardianPipeline>("orders");
        await host.UntilAsync(() => orders.Status.Phase == PipelinePhase.Disabled && host.Pipeline.Status.Phase == PipelinePhase.WarmingUp);
        Assert.Equal("orders", orders.Channel.Name);
        Assert.Same(host.Pipeline, host.Services.GetRequiredService<LogGuardianPipeline>());
        Assert.NotSame(orders.Channel, host.Pipeline.Channel);
    }

    [Fact]
    public async Task Host_WithFiles_FollowsThem()
    {
        string file = Path.Combine(_folder, "app.log");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 6_000).Select(i => Line(i, "INFO", $"Order {i} accepted")));
        await using TestHost host = await TestHost.StartAsync(("LogGuardian:Files:0", file));
        await host.UntilAsync(() => host.Pipeline.Detector?.Counts.LinesRead >= 6_000);
        await File.AppendAllLinesAsync(file, Enumerable.Range(6_000, 500).Select(i => i % 5 == 0 ? Line(i, "ERROR", $"Payment of order {i} failed") : Line(i, "INFO", $"Order {i} accepted")));
        await host.UntilAsync(() => !host.Detections.IsEmpty);
        Assert.Equal(file, host.Detections.First().Window.Source);
        static string Line(int i, string level, string text) => $"{Logs.Start.AddSeconds(i / 100.0):yyyy-MM-dd HH:mm:ss.fff} {level} {text}";
    }

    [Fact]
    public async Task Host_WithVerbsOfTheBuilder_UsesThem()
    {
        await using TestHost host = await TestHost.StartAsync(
            builder => builder.Services.AddLogGuardian(detector => detector.WindowByCount(50)), [("LogGuardian:Window:By", "Time")]);
        host.Log(seconds: 10);
        await host.UntilAsync(() => host.Pipeline.Detector?.Counts.Windows >= 19);
    }

    [Fact]
    public async Task Reload_OfOtherValues_StartsAgainWithWhatWasLearned()
    {
        await using TestHost host = await TestHost.StartAsync(("LogGuardian:Threshold", "1"));
        await host.LearnAsync();
        AnomalyDetector before = host.Pipeline.Detector!;
        host.Configuration["LogGuardian:Threshold"] = "0.5";
        host.Configuration.Reload();
        await host.UntilAsync(() => host.Pipeline.Detector is { } now && now != before && host.Pipeline.Status.Phase == PipelinePhase.Running);
        host.Log(seconds: 3);
        host.Log(seconds: 3, Fault);
        await host.UntilAsync(() => !host.Detections.IsEmpty);
        Assert.Equal(0.5f, host.Detections.First().Threshold);
    }

    [Fact]
    public async Task Reload_OfTheSameValues_ChangesNothing()
    {
        await using TestHost host = await TestHost.StartAsync();
        await host.UntilAsync(() => host.Pipeline.Detector is not null);
        AnomalyDetector before = host.Pipeline.Detector!;
        host.Configuration.Reload();
        await Task.Delay(100);
        Assert.Same(before, host.Pipeline.Detector);
    }

    [Theory]
    [InlineData("LogGuardian:Threshold", "2")]
    [InlineData("LogGuardian:Parallelism", "many")]
    public async Task Reload_OfInvalidValues_IsReportedAndChangesNothing(string key, string value)
    {
        await using TestHost host = await TestHost.StartAsync();
        await host.UntilAsync(() => host.Pipeline.Detector is not null);
        AnomalyDetector before = host.Pipeline.Detector!;
        host.Configuration[key] = value;
        host.Configuration.Reload();
        string problem = Assert.Single(host.Pipeline.Status.Problems);
        Assert.Contains(key.Split(':')[1], problem, StringComparison.Ordinal);
        Assert.Same(before, host.Pipeline.Detector);
        host.Configuration[key] = null;
        host.Configuration.Reload();
        Assert.Empty(host.Pipeline.Status.Problems);
        await host.LearnAsync();
    }

    [Fact]
    public async Task Reload_OfEnabled_SwitchesThePipeline()
    {
        await using TestHost host = await TestHost.StartAsync(("LogGuardian:Enabled", "false"));
        await host.UntilAsync(() => host.Pipeline.Status.Phase == PipelinePhase.Disabled);
        host.Log(seconds: 1);
        Assert.Equal(100, host.Pipeline.Channel.RecordsDropped[DropReason.Completed]);
        host.Configuration["LogGuardian:Enabled"] = "true";
        host.Configuration.Reload();
        await host.UntilAsync(() => host.Pipeline.Detector is not null);
        await host.LearnAsync();
        host.Configuration["LogGuardian:Enabled"] = "false";
        host.Configuration.Reload();
        await host.UntilAsync(() => host.Pipeline.Status.Phase == PipelinePhase.Disabled);
        Assert.Null(host.Pipeline.Detector);
    }

    [Fact]
    public async Task Start_WithInvalidConfiguration_FailsAndNamesTheKey()
    {
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(("LogGuardian:Window:Lines", "0"), ("LogGuardian:Threshold", "7")));
        Assert.Contains("LogGuardian:Window:Lines is 0; it must be 1 to 100,000", e.Message, StringComparison.Ordinal);
        Assert.Contains("LogGuardian:Threshold is 7; it must be more than 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WhoseSourceFails_StartsAgainAndSaysSo()
    {
        var source = new FailingSource();
        await using TestHost host = await TestHost.StartAsync(builder => builder.Services.AddLogGuardian(detector => detector.From(source)), []);
        await host.UntilAsync(() => host.Logged.Any(line => line.Contains("has failed and starts again", StringComparison.Ordinal) && line.Contains("the disk is gone", StringComparison.Ordinal)));
        await host.UntilAsync(() => source.Attempts >= 2 && host.Pipeline.Detector is not null);
        await host.LearnAsync();
        Assert.Empty(host.Pipeline.Status.Problems);
    }

    [Fact]
    public async Task Host_WhoseDetectorThrows_GoesOn()
    {
        await using TestHost host = await TestHost.StartAsync(
            builder => builder.Services.AddLogGuardian(detector => detector.DetectWith(_ => new ThrowingDetector()).DetectWithSeverity().DetectWithNovelty()), []);
        await host.LearnAsync();
        host.Log(seconds: 3, Fault);
        await host.UntilAsync(() => !host.Detections.IsEmpty);
        Assert.InRange(host.Pipeline.Detector!.Counts.StageFailures, 1, long.MaxValue);
    }

    [Fact]
    public async Task Host_ThatStops_HasReadWhatWasLogged()
    {
        TestHost host = await TestHost.StartAsync();
        await host.UntilAsync(() => host.Pipeline.Detector is not null);
        AnomalyDetector detector = host.Pipeline.Detector!;
        host.Log(seconds: 100);
        await host.DisposeAsync();
        Assert.InRange(detector.Counts.LinesRead, 9_998, 10_000);
    }

    private sealed class MemoryStore : IStateStore
    {
        public Dictionary<string, byte[]> States { get; } = [];

        public IAsyncEnumerable<Stream> OpenAsync(string pipeline, CancellationToken cancellationToken = default) =>
            States.Where(pair => pair.Key == pipeline).Select(pair => (Stream)new MemoryStream(pair.Value)).ToAsyncEnumerable();

        public async ValueTask SaveAsync(string pipeline, Stream state, CancellationToken cancellationToken = default)
        {
            using var copy = new MemoryStream();
            await state.CopyToAsync(copy, cancellationToken);
            States[pipeline] = copy.ToArray();
        }
    }

    private sealed class FailingSource : ILogSource
    {
        private int _attempts;

        public int Attempts => Volatile.Read(ref _attempts);

        public async IAsyncEnumerable<LogLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return LogLine.FromText("2026-03-01 12:00:00 INFO beginning", 1, "failing");
            if (Interlocked.Increment(ref _attempts) == 1)
            {
                throw new IOException("the disk is gone");
            }

            await Task.CompletedTask;
        }
    }

    private sealed class ThrowingDetector : IDetector
    {
        public string Name => "throwing";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default) => throw new InvalidOperationException("never");

        public void Learn(LogWindow window) => throw new InvalidOperationException("never");

        public void Collect(LogWindow window, ICollection<Evidence> evidence) => throw new InvalidOperationException("never");
    }
}
