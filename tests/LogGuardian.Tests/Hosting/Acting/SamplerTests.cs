using System.Diagnostics;
using LogGuardian.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Hosting.Acting;

public sealed class SamplerTests
{
    [Fact]
    public async Task Sampler_OfOthers_LeavesOutButOwnProviderGetsAll()
    {
        using var others = new RecordedLog();
        using var own = new OwnLog();
        await using ServiceProvider services = ActingHost.Create(all => all
            .AddLogging(logging => logging
                .AddProvider(others).AddProvider(own).AddLogGuardianSampler(options => options.Rate = 0)
                .Services.Configure<LoggerFilterOptions>(filters => filters.Rules.Add(new LoggerFilterRule("LogGuardian", "silent", LogLevel.None, null))))
            .AddLogGuardian());
        ILoggerFactory factory = services.GetRequiredService<ILoggerFactory>();
        string id = "A7";
        ILogger app = factory.CreateLogger("app");
        if (app.IsEnabled(LogLevel.Information))
        {
            app.LogInformation("order {Id}", id);
        }

        app.LogWarning("slow");
        factory.CreateLogger("silent").LogInformation("nobody");
        Assert.Equal(["slow"], others.Texts);
        Assert.Equal(["order A7", "slow"], own.Log.Texts);
        Assert.Equal(("A7", "order {Id}"), (own.Log.Records.First().Values["Id"], own.Log.Records.First().Values["{OriginalFormat}"]));
    }

    [Fact]
    public async Task Sampler_NearAnAnomaly_KeepsEverythingAndThenItsTraces()
    {
        var clock = new FakeTimeProvider();
        using var others = new RecordedLog();
        await using ServiceProvider services = ActingHost.Create(all => all
            .AddSingleton<TimeProvider>(clock)
            .AddLogging(logging => logging.AddProvider(others).AddLogGuardianSampler(options => (options.Rate, options.MaxTraces) = (0, 2)))
            .AddLogGuardian());
        IDetectionSink sink = await services.StartAsync();
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("app");
        logger.LogInformation("before");
        await sink.EmitAsync(ActingHost.Anomaly());
        await ActingHost.UntilAsync(() =>
        {
            logger.LogInformation("near");
            return others.Texts.Contains("near");
        });
        clock.Advance(TimeSpan.FromSeconds(61));
        logger.LogInformation("after");
        Log(logger, ActingHost.Trace, "of the trace");
        Log(logger, $"{1:x32}", "of another");
        // Two others, so that the oldest of two leaves.
        await sink.EmitAsync(ActingHost.Anomaly($"{2:x32}"));
        await sink.EmitAsync(ActingHost.Anomaly($"{3:x32}"));
        await ActingHost.UntilAsync(() => others.Records.Count(record => record.Level == LogLevel.Warning) == 3);
        await services.GetRequiredKeyedService<PipelineHandlers>("").StopAsync(default);
        clock.Advance(TimeSpan.FromSeconds(61));
        Log(logger, ActingHost.Trace, "of the trace that left");
        Log(logger, $"{3:x32}", "of the last");
        Assert.Equal(["of the trace", "of the last"], others.Texts.Where(text => text.StartsWith("of", StringComparison.Ordinal)));
        Assert.DoesNotContain("before", others.Texts);
        Assert.DoesNotContain("after", others.Texts);
    }

    [Fact]
    public async Task Sampler_ByRate_KeepsWholeTraces()
    {
        using var others = new RecordedLog();
        await using ServiceProvider services = ActingHost.Create(all => all.AddLogging(logging => logging.AddProvider(others).AddLogGuardianSampler()).AddLogGuardian());
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("app");
        for (int i = 0; i < 15_000; i++)
        {
            string number = $"{(i % 5_000) + 1:x32}";
            Log(logger, number, number);
        }

        int[] kept = [.. others.Texts.GroupBy(text => text).Select(group => group.Count())];
        Assert.All(kept, count => Assert.Equal(3, count));
        // A tenth of 5,000 traces by hash, always the same ones: five deviations are 106.
        Assert.InRange(kept.Length, 394, 606);
    }

    [Theory]
    [InlineData(1.5, 60, 10)]
    [InlineData(double.NaN, 60, 10)]
    [InlineData(.1, -1, 10)]
    [InlineData(.1, 60, -1)]
    public void Options_OutOfRange_AreRefused(double rate, int seconds, int traces) => Assert.Contains(
        "it must be",
        Assert.Throws<ArgumentOutOfRangeException>(() => ActingHost.Create(all => all.AddLogging(logging => logging.AddLogGuardianSampler(
            options => (options.Rate, options.KeepFor, options.MaxTraces) = (rate, TimeSpan.FromSeconds(seconds), traces))))).Message,
        StringComparison.Ordinal);

    private static void Log(ILogger logger, string trace, string text)
    {
        using var activity = new Activity("request");
        activity.SetParentId(ActivityTraceId.CreateFromString(trace), ActivitySpanId.CreateRandom()).Start();
        logger.Log(LogLevel.Information, default, text, null, static (state, _) => state);
    }
}
