using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using LogGuardian.Hosting;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace LogGuardian.Tests.Hosting.Acting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Table_OfTheDocument_IsThatOfTheInstruments()
    {
        await using ServiceProvider services = ActingHost.Create(all => all.AddLogGuardian());
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        var real = new ConcurrentDictionary<string, (string Kind, string? Unit, HashSet<string> Attributes)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    Assert.Equal("LogGuardian", instrument.Meter.Name);
                    Assert.True(real.TryAdd(instrument.Name, (KindOf(instrument), instrument.Unit, [])), instrument.Name);
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                real[instrument.Name].Attributes.Add(tag.Key);
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        PipelineInstruments instruments = services.GetRequiredKeyedService<PipelineInstruments>("");
        instruments.Detected(ActingHost.Anomaly());
        instruments.Handled("handler", HandlerOutcome.Handled);
        instruments.Metrics.Decided(ActingHost.Anomaly().Window, Logs.Start.AddSeconds(2));
        instruments.Metrics.Asked(DetectorTier.Model, 1, TimeSpan.FromMilliseconds(1));
        instruments.Metrics.Decided(DetectorTier.Model);
        listener.RecordObservableInstruments();
        IEnumerable<string> documented = MarkdownTable.Read(Repository.Read("docs/telemetry.md"), "instrument", "kind", "unit", "attributes", "what it counts or measures")
            .Select(row => string.Join(" | ", row.Take(4)));
        Assert.Equal(
            real.Select(pair => string.Join(" | ", pair.Key, pair.Value.Kind, pair.Value.Unit, string.Join(", ", pair.Value.Attributes.Order(StringComparer.Ordinal)))).Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Counters_OfDetectorsThatFollowEachOther_GoOn()
    {
        await using ServiceProvider services = ActingHost.Create(all => all.AddLogGuardian());
        PipelineMetrics metrics = services.GetRequiredKeyedService<PipelineInstruments>("").Metrics;
        IReadOnlyDictionary<string, double> counts = await ActingHost.MeasureAsync(services, async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                using AnomalyDetector detector = DefaultDetector.Create().WithMetrics(metrics).Build();
                await detector.LearnAsync(ListSource.Of("app", Enumerable.Range(0, 300).Select(n => $"order {n} done")));
                Assert.Equal(300, detector.Counts.LinesRead);
            }
        });
        Assert.Equal(600, counts["logguardian.lines.read|logguardian.pipeline=default"]);
        Assert.Equal(6, counts["logguardian.windows.learned|logguardian.pipeline=default"]);
    }

    [Fact]
    public async Task Decision_OfALiveWindow_IsTimed()
    {
        await using ServiceProvider services = ActingHost.Create(all => all.AddLogGuardian(name: "orders"));
        PipelineMetrics metrics = services.GetRequiredKeyedService<PipelineInstruments>("orders").Metrics;
        IReadOnlyDictionary<string, double> counts = await ActingHost.MeasureAsync(services, () =>
        {
            LogWindow window = ActingHost.Anomaly().Window;
            metrics.Decided(window, Logs.Start.AddSeconds(3.5));
            // Of the past, and of the future.
            metrics.Decided(window, Logs.Start.AddHours(2));
            metrics.Decided(window, Logs.Start);
            return Task.CompletedTask;
        });
        Assert.Equal(2.5, counts["logguardian.decision.duration|logguardian.pipeline=orders"]);
    }

    [Fact]
    public async Task Prometheus_WithOpenTelemetry_HasTheNamesOfTheDocument()
    {
        int port = FreePort();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddMetrics().AddLogGuardian(name: "orders");
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("LogGuardian")
            .AddPrometheusHttpListener(options => (options.Host, options.Port) = ("localhost", port)));
        using IHost host = builder.Build();
        await host.StartAsync();
        host.Services.GetRequiredKeyedService<PipelineInstruments>("orders").Detected(ActingHost.Anomaly());
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        string text = await client.GetStringAsync(new Uri($"http://localhost:{port}/metrics"));
        await host.StopAsync();
        string[] lines = text.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("logguardian_lines_read_total{", StringComparison.Ordinal) && line.Contains("logguardian_pipeline=\"orders\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("logguardian_channel_records_dropped_total{", StringComparison.Ordinal) && line.Contains("logguardian_drop_reason=\"too_large\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("logguardian_detections_total{", StringComparison.Ordinal) && line.Contains("unseen_template", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("logguardian_channel_records_waiting{", StringComparison.Ordinal));
        Assert.Contains("# TYPE logguardian_lines_read_total counter", lines);
        Assert.Contains("# TYPE logguardian_pipeline_status gauge", lines);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        string other => other.ToLowerInvariant(),
    };
}
