using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Buffering;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogGuardian.Tests.Hosting.Acting;

public sealed class LogBufferTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GlobalBuffer_WithoutAnAnomaly_KeepsRecordsAndWithOneWritesThem(bool isBufferFirst)
    {
        using var others = new RecordedLog();
        using var own = new OwnLog();
        await using ServiceProvider services = ActingHost.Create(all =>
        {
            void Buffer() => all.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(others).AddProvider(own).AddGlobalBuffer(LogLevel.Debug));
            if (isBufferFirst)
            {
                Buffer();
            }

            all.AddLogGuardian().FlushLogBuffers();
            if (!isBufferFirst)
            {
                Buffer();
            }
        });
        IDetectionSink sink = await services.StartAsync();
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("app");
        logger.LogDebug("before");
        logger.LogInformation("loud");
        await sink.EmitAsync(ActingHost.Anomaly() with { Label = DetectionLabel.Normal, RevisesEarly = true });
        await ActingHost.UntilAsync(() => others.Texts.Any(text => text.Contains("came to nothing", StringComparison.Ordinal)));
        Assert.DoesNotContain("before", others.Texts);
        await sink.EmitAsync(ActingHost.Anomaly());
        await ActingHost.UntilAsync(() => others.Texts.Contains("before"));
        Assert.Single(others.Texts, "loud");
        // Scored once, when it was logged, and not again by the flush.
        Assert.Equal(["before", "loud"], own.Log.Records.Where(record => record.Category == "app").Select(record => record.Text));
    }

    [Fact]
    public async Task BufferOfARequest_ThatStillRuns_IsFlushedWhenItLogsAfterAnAnomaly()
    {
        using var others = new RecordedLog();
        var buffer = new FlowBuffer();
        await using ServiceProvider services = ActingHost.Create(all =>
        {
            all.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(others).AddGlobalBuffer(LogLevel.Trace));
            all.AddSingleton<PerRequestLogBuffer>(buffer);
            all.AddLogGuardian().FlushLogBuffers();
        });
        IDetectionSink sink = await services.StartAsync();
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("app");
        await Task.Run(async () =>
        {
            buffer.Begin();
            logger.LogDebug("in the request");
            using (ExecutionContext.SuppressFlow())
            {
                // A pipeline does not run in the flow of a request.
                _ = Task.Run(async () => await sink.EmitAsync(ActingHost.Anomaly()));
            }

            await ActingHost.UntilAsync(() => buffer.Flushes > 0);
            Assert.DoesNotContain("in the request", buffer.Written);
            logger.LogDebug("later");
            Assert.Contains("in the request", buffer.Written);
        });
    }

    [Fact]
    public async Task FlushLogBuffers_WithoutABuffer_ChangesNothing()
    {
        using var others = new RecordedLog();
        await using ServiceProvider services = ActingHost.Create(all =>
        {
            all.AddLogging(logging => logging.AddProvider(others));
            all.AddLogGuardian().FlushLogBuffers();
        });
        IDetectionSink sink = await services.StartAsync();
        services.GetRequiredService<ILoggerFactory>().CreateLogger("app").LogInformation("loud");
        await sink.EmitAsync(ActingHost.Anomaly());
        await ActingHost.UntilAsync(() => others.Records.Count == 2);
        Assert.Contains("loud", others.Texts);
        Assert.Empty(services.GetRequiredService<LogGuardianPipeline>().Status.Problems);
    }

    /// <summary>A buffer for each flow, as that of a request is for its context.</summary>
    private sealed class FlowBuffer : PerRequestLogBuffer
    {
        private readonly AsyncLocal<List<string>?> _records = new();
        private int _flushes;

        public List<string> Written { get; } = [];

        public int Flushes => Volatile.Read(ref _flushes);

        public void Begin() => _records.Value = [];

        public override void Flush()
        {
            if (_records.Value is { } records)
            {
                Written.AddRange(records);
                records.Clear();
            }

            Interlocked.Increment(ref _flushes);
        }

        public override bool TryEnqueue<TState>(IBufferedLogger bufferedLogger, in LogEntry<TState> logEntry)
        {
            if (_records.Value is not { } records || logEntry.LogLevel > LogLevel.Debug)
            {
                return false;
            }

            records.Add(logEntry.Formatter(logEntry.State, logEntry.Exception));
            return true;
        }
    }
}
