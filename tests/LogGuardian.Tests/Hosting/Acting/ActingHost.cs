using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using LogGuardian.Core;
using LogGuardian.Hosting;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LogGuardian.Tests.Hosting.Acting;

/// <summary>The services of a host with pipelines whose detections the test makes.</summary>
internal static class ActingHost
{
    public const string Trace = "0af7651916cd43dd8448eb211c80319c";
    public const string Span = "b7ad6b7169203331";

    public static Detection Anomaly(string? trace = Trace, EvidenceKind kind = EvidenceKind.UnseenTemplate)
    {
        string line = trace is null ? "{\"@mt\":\"boom {N}\"}" : $$"""{"@t":"2026-03-01T12:00:01Z","@mt":"boom {N}","N":{"@tr":"no"},"@tr":"{{trace}}","@sp":"{{Span}}"}""";
        ParsedLog log = Logs.Log("boom <*>", second: 1, text: line);
        return new Detection
        {
            Window = new LogWindow(WindowKind.Time, new[] { log }),
            Score = .9f,
            Label = DetectionLabel.Anomaly,
            Evidence = [new Evidence { Kind = kind, Detector = "novelty", Template = log.Template, Lines = [log, log], Strength = 3 }],
            Explanation = new Explanation([], ["It was never seen."]),
        };
    }

    public static ServiceProvider Create(Action<IServiceCollection> configure, params (string Key, string Value)[] configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(configuration.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value))).Build());
        services.AddLogging();
        services.AddMetrics();
        configure(services);
        return services.BuildServiceProvider();
    }

    /// <summary>Where a run gives its detections.</summary>
    public static async Task<IDetectionSink> StartAsync(this IServiceProvider services, string pipeline = "")
    {
        PipelineHandlers handlers = services.GetRequiredKeyedService<PipelineHandlers>(pipeline);
        await handlers.StartAsync(default);
        return new InRun(handlers.Sink);
    }

    /// <summary>What the instruments of these services have measured, by name and attribute values but the pipeline's.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IServiceProvider services, Func<Task> act)
    {
        var seen = new ConcurrentDictionary<string, double>();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == PipelineMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var key = new StringBuilder(instrument.Name);
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                key.Append('|').Append(tag.Key).Append('=').Append(tag.Value);
            }

            seen.AddOrUpdate(key.ToString(), value, (_, before) => before + value);
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await act();
        listener.RecordObservableInstruments();
        return seen;
    }

    /// <summary>Waits for what another thread does; a minute is given up on.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (int i = 0; i < 6_000 && !holds(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(holds(), "What was waited for did not happen.");
    }

    private sealed class InRun(IDetectionSink sink) : IDetectionSink
    {
        public async ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default)
        {
            OwnWork.BeginRun();
            await sink.EmitAsync(detection, cancellationToken);
        }
    }
}
