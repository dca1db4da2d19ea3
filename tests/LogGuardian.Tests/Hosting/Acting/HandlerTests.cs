using System.Collections.Concurrent;
using LogGuardian.Core;
using LogGuardian.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Hosting.Acting;

public sealed class HandlerTests
{
    private const string Outcome = "logguardian.handler.detections|logguardian.pipeline=default|logguardian.handler=";

    [Fact]
    public async Task Handler_ThatThrows_IsCountedAndOthersGoOn()
    {
        var got = new ConcurrentQueue<Detection>();
        bool isBroken = true;
        await using ServiceProvider services = ActingHost.Create(all => all.AddLogGuardian()
            .HandleWith((_, _) => Volatile.Read(ref isBroken) ? throw new InvalidOperationException("no network") : default)
            .HandleWith((detection, _) =>
            {
                got.Enqueue(detection);
                return default;
            }));
        LogGuardianPipeline pipeline = services.GetRequiredService<LogGuardianPipeline>();
        IReadOnlyDictionary<string, double> counts = await ActingHost.MeasureAsync(services, async () =>
        {
            IDetectionSink sink = await services.StartAsync();
            await sink.EmitAsync(ActingHost.Anomaly());
            await ActingHost.UntilAsync(() => got.Count == 1 && pipeline.Status.Problems.Count == 1);
            Assert.Contains("no network", pipeline.Status.Problems[0], StringComparison.Ordinal);
            Volatile.Write(ref isBroken, false);
            await sink.EmitAsync(ActingHost.Anomaly());
            await ActingHost.UntilAsync(() => got.Count == 2 && pipeline.Status.Problems.Count == 0);
        });
        Assert.Equal(1, counts.Where(pair => pair.Key.EndsWith("outcome=failed", StringComparison.Ordinal)).Sum(pair => pair.Value));
        Assert.Equal(2, counts["logguardian.detections|logguardian.pipeline=default|logguardian.evidence.kind=unseen_template"]);
    }

    [Fact]
    public async Task Handler_ThatHangs_IsAbandonedAndNotCalledWhileItDoes()
    {
        var clock = new FakeTimeProvider();
        var release = new TaskCompletionSource();
        int calls = 0;
        int others = 0;
        CancellationToken given = default;
        await using ServiceProvider services = ActingHost.Create(
            all => all.AddSingleton<TimeProvider>(clock).AddLogGuardian()
                .HandleWith(async (_, token) =>
                {
                    given = token;
                    if (Interlocked.Increment(ref calls) == 1)
                    {
                        await release.Task;
                    }
                })
                .HandleWith((_, _) =>
                {
                    Interlocked.Increment(ref others);
                    return default;
                }),
            ("LogGuardian:HandlerTimeout", "00:00:05"));
        LogGuardianPipeline pipeline = services.GetRequiredService<LogGuardianPipeline>();
        IReadOnlyDictionary<string, double> counts = await ActingHost.MeasureAsync(services, async () =>
        {
            IDetectionSink sink = await services.StartAsync();
            await sink.EmitAsync(ActingHost.Anomaly());
            await ActingHost.UntilAsync(() => Volatile.Read(ref calls) == 1 && Volatile.Read(ref others) == 1);
            Assert.Empty(pipeline.Status.Problems);
            clock.Advance(TimeSpan.FromSeconds(6));
            await ActingHost.UntilAsync(() => pipeline.Status.Problems.Count == 1);
            Assert.True(given.IsCancellationRequested);
            await sink.EmitAsync(ActingHost.Anomaly());
            await ActingHost.UntilAsync(() => Volatile.Read(ref others) == 2);
            release.SetResult();
            // The call that was abandoned ends when it likes: detections are skipped until then.
            await ActingHost.UntilAsync(() =>
            {
                sink.EmitAsync(ActingHost.Anomaly()).AsTask();
                return Volatile.Read(ref calls) > 1 && pipeline.Status.Problems.Count == 0;
            });
        });
        Assert.Equal(1, Sum(counts, "timed_out"));
        Assert.True(Sum(counts, "skipped") >= 1);
    }

    [Fact]
    public async Task Queue_OfAHandlerThatIsBusy_KeepsTheLatest()
    {
        using var release = new ManualResetEventSlim();
        var started = new TaskCompletionSource();
        var seen = new ConcurrentQueue<float>();
        await using ServiceProvider services = ActingHost.Create(
            all => all.AddLogGuardian().HandleWith((detection, _) =>
            {
                started.TrySetResult();
                release.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
                seen.Enqueue(detection.Score);
                return default;
            }),
            ("LogGuardian:HandlerTimeout", "00:10:00"), ("LogGuardian:LogDetections", "false"), ("LogGuardian:TraceDetections", "false"));
        IReadOnlyDictionary<string, double> counts = await ActingHost.MeasureAsync(services, async () =>
        {
            IDetectionSink sink = await services.StartAsync();
            await sink.EmitAsync(ActingHost.Anomaly() with { Score = 0 });
            await started.Task;
            for (int i = 1; i <= HandlerWorker.MaxWaiting + 10; i++)
            {
                await sink.EmitAsync(ActingHost.Anomaly() with { Score = i });
            }

            release.Set();
            await services.GetRequiredKeyedService<PipelineHandlers>("").StopAsync(default);
            await sink.EmitAsync(ActingHost.Anomaly());
        });
        Assert.Equal([0, .. Enumerable.Range(11, HandlerWorker.MaxWaiting)], seen.Select(score => (int)score));
        Assert.Equal(11, Sum(counts, "dropped"));
        Assert.Equal(HandlerWorker.MaxWaiting + 1, Sum(counts, "handled"));
    }

    [Fact]
    public async Task Handler_ByKey_GetsItsPipelineAlone()
    {
        var all = new Recorder();
        var orders = new Recorder();
        await using ServiceProvider services = ActingHost.Create(host =>
        {
            host.AddLogGuardian();
            host.AddLogGuardian(name: "orders");
            host.AddSingleton<IDetectionHandler>(all);
            host.AddKeyedSingleton<IDetectionHandler>("orders", orders);
        });
        IDetectionSink first = await services.StartAsync();
        IDetectionSink second = await services.StartAsync("orders");
        await first.EmitAsync(ActingHost.Anomaly());
        await second.EmitAsync(ActingHost.Anomaly());
        await ActingHost.UntilAsync(() => all.Count == 2 && orders.Count == 1);
    }

    [Fact]
    public async Task HandleWith_OfAType_MakesItOnceAndMarksItsCalls()
    {
        await using ServiceProvider services = ActingHost.Create(host => host.AddLogGuardian().HandleWith<Recorder>().HandleWith<Recorder>());
        Recorder recorder = Assert.IsType<Recorder>(Assert.Single(services.GetKeyedServices<IDetectionHandler>("")));
        IDetectionSink sink = await services.StartAsync();
        await sink.EmitAsync(ActingHost.Anomaly());
        await ActingHost.UntilAsync(() => recorder.Count == 1);
        Assert.True(recorder.WasInScope);
        Assert.False(OwnWork.IsUnderWay);
    }

    [Fact]
    public async Task Stop_WithAHandlerThatHangs_EndsWhenTheHostWaitsNoMore()
    {
        var never = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        await using ServiceProvider services = ActingHost.Create(host => host.AddLogGuardian().HandleWith(async (_, _) =>
        {
            started.SetResult();
            await never.Task;
        }));
        IDetectionSink sink = await services.StartAsync();
        await sink.EmitAsync(ActingHost.Anomaly());
        await started.Task;
        using var host = new CancellationTokenSource();
        Task stop = services.GetRequiredKeyedService<PipelineHandlers>("").StopAsync(host.Token);
        Assert.False(stop.IsCompleted);
        await host.CancelAsync();
        await stop.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static double Sum(IReadOnlyDictionary<string, double> counts, string outcome) => counts
        .Where(pair => pair.Key.StartsWith(Outcome, StringComparison.Ordinal) && pair.Key.EndsWith("outcome=" + outcome, StringComparison.Ordinal)).Sum(pair => pair.Value);

    private sealed class Recorder : IDetectionHandler
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool WasInScope { get; private set; }

        public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
        {
            WasInScope = OwnWork.IsUnderWay;
            Interlocked.Increment(ref _count);
            return default;
        }
    }
}
