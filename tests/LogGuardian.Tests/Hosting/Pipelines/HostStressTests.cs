using System.Collections.Concurrent;
using System.Globalization;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Pipelines;

/// <summary>Everything at once that goes wrong in services, for a while. LOGGUARDIAN_STRESS_SECONDS makes it longer than 10 seconds.</summary>
public sealed class HostStressTests : IDisposable
{
    private const int Threads = 8;
    private readonly FailureLog _failures = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("logguardian-stress-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Host_UnderFire_NeitherStopsNorLosesCount()
    {
        var time = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("LOGGUARDIAN_STRESS_SECONDS") ?? "10", CultureInfo.InvariantCulture));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("LogGuardian:State:Directory", (string?)_folder), KeyValuePair.Create("LogGuardian:State:SaveEvery", (string?)"00:00:01")]);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("LogGuardian:HandlerTimeout", (string?)"00:00:00.1"), KeyValuePair.Create("LogGuardian:Learning:WarmUpLines", (string?)"2000")]);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.Error).AddLogGuardian();
        builder.Logging.AddFilter<FailureLog>("Shop", LogLevel.None).AddProvider(_failures);
        builder.Services.AddLogGuardian(detector => detector.DetectWithNovelty().DetectWithCounts().DetectWithSeverity().DetectWith(_ => new Capricious()))
            .HandleWith((detection, _) => throw new InvalidOperationException("no"))
            .HandleWith((detection, _) => new ValueTask(Task.Delay(Random.Shared.Next(0, 400), CancellationToken.None)));
        IHost host = builder.Build();
        await host.StartAsync();
        LogGuardianPipeline pipeline = host.Services.GetRequiredService<LogGuardianPipeline>();
        ILoggerFactory factory = host.Services.GetRequiredService<ILoggerFactory>();
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        using var stop = new CancellationTokenSource(time);
        long before = Attempts(pipeline);
        Task<long>[] loggers = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(() => Log(factory.CreateLogger($"Shop.Thread{thread}"), thread, stop.Token)))];
        var random = new Random(3);
        while (!stop.IsCancellationRequested)
        {
            configuration["LogGuardian:Threshold"] = random.Next(4) switch { 0 => "7", 1 => "nonsense", _ => string.Create(CultureInfo.InvariantCulture, $"0.{random.Next(3, 8)}") };
            configuration.Reload();
            await Task.Delay(random.Next(300, 900));
            if (pipeline.Detector is { } detector)
            {
                await Record.ExceptionAsync(() => detector.MarkNormalAsync(Logs.Window("a b c")));
            }
        }

        // The host stops while all of them log.
        using var burst = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        ILogger[] lastLoggers = [.. Enumerable.Range(0, Threads).Select(thread => factory.CreateLogger($"Shop.Last{thread}"))];
        Task<long>[] last = [.. lastLoggers.Select((logger, thread) => Task.Run(() => Log(logger, thread, burst.Token)))];
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
        host.Dispose();
        long calls = (await Task.WhenAll([.. loggers, .. last]).WaitAsync(TimeSpan.FromSeconds(60))).Sum();
        Assert.True(pipeline.Status.Phase == PipelinePhase.Stopped, $"{pipeline.Status.Phase}: {string.Join("\n", _failures.Failures)}");
        Assert.Equal(calls, Attempts(pipeline) - before);
        Assert.DoesNotContain(pipeline.Status.Problems, problem => problem.Contains("while the host stopped", StringComparison.Ordinal));
        Assert.InRange(pipeline.Channel.RecordsWritten, 1_000, calls);
        Assert.NotNull(await new StateFile(Path.Combine(_folder, "default.json.gz")).ReadAsync());
    }

    private static long Attempts(LogGuardianPipeline pipeline) => pipeline.Channel.RecordsWritten + pipeline.Channel.RecordsDropped.Values.Sum();

    private static long Log(ILogger logger, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        long calls = 0;
        for (; !stop.IsCancellationRequested; calls++)
        {
            switch (random.Next(1_000))
            {
                case 0:
                    logger.LogError(new InvalidOperationException("broken"), "Order {OrderId} failed", calls);
                    break;
                case 1:
                    logger.LogWarning("Value {Value} came", new Hostile());
                    break;
                case 2:
                    logger.LogInformation("{Text}", new string('x', random.Next(200_000)));
                    break;
                default:
                    logger.LogInformation("Order {OrderId} accepted in {Elapsed} ms", calls, random.NextDouble());
                    break;
            }

            if (calls % 64 == 0)
            {
                Thread.Sleep(1);
            }
        }

        return calls;
    }

    /// <summary>The latest exceptions that were logged.</summary>
    private sealed class FailureLog : ILoggerProvider, ILogger
    {
        private const int Most = 10;

        public ConcurrentQueue<string> Failures { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is { Message: not ("as it pleases" or "no" or "no text") })
            {
                Failures.Enqueue($"{formatter(state, exception)} {exception}");
                if (Failures.Count > Most)
                {
                    Failures.TryDequeue(out _);
                }
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class Hostile
    {
        public override string ToString() => throw new NotSupportedException("no text");
    }

    /// <summary>Fails now and then at whatever it is asked.</summary>
    private sealed class Capricious : IDetector
    {
        private readonly Random _random = new(5);

        public string Name => "capricious";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
        {
            Fail();
            scores.Span.Fill(3 * _random.NextSingle());
            return ValueTask.CompletedTask;
        }

        public void Learn(LogWindow window) => Fail();

        public void Collect(LogWindow window, ICollection<Evidence> evidence) => Fail();

        private void Fail()
        {
            if (_random.Next(5) == 0)
            {
                throw new InvalidOperationException("as it pleases");
            }
        }
    }
}
