using System.Collections.Concurrent;
using System.Diagnostics;
using LogGuardian.Hosting;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Acting;

public sealed class BuiltInHandlerTests
{
    [Fact]
    public async Task Detection_ByDefault_IsARecordOfTheLog()
    {
        using var log = new RecordedLog();
        await using ServiceProvider services = ActingHost.Create(all => all.AddLogging(logging => logging.AddProvider(log)).AddLogGuardian());
        IDetectionSink sink = await services.StartAsync();
        await sink.EmitAsync(ActingHost.Anomaly());
        await sink.EmitAsync(ActingHost.Anomaly() with { Incident = new Incident { Id = "i1", Count = 7, HasEnded = true } });
        await sink.EmitAsync(ActingHost.Anomaly() with { Label = DetectionLabel.Normal, RevisesEarly = true });
        await ActingHost.UntilAsync(() => log.Records.Count == 3);
        (string category, LogLevel level, string text, Dictionary<string, object?> values) = log.Records.First();
        Assert.Equal((LogDetectionHandler.Category, LogLevel.Warning), (category, level));
        Assert.Contains("It was never seen.", text, StringComparison.Ordinal);
        Assert.Equal((.9f, "", "app", "boom <*>", ActingHost.Trace), (values["Score"], values["Pipeline"], values["Source"], values["Template"], values["TraceIds"]));
        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Information], log.Records.Select(record => record.Level));
    }

    [Fact]
    public async Task Anomaly_WithAListener_IsASpanLinkedToTheTracesOfItsEvidence()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "LogGuardian" or "test",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("logguardian.pipeline") is "spans")
                {
                    ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using Activity? outer = source.StartActivity("outer");
        await using ServiceProvider services = ActingHost.Create(all => all.AddLogGuardian(name: "spans"));
        IDetectionSink sink = await services.StartAsync("spans");
        await sink.EmitAsync(ActingHost.Anomaly());
        await ActingHost.UntilAsync(() => !ended.IsEmpty);
        Activity span = Assert.Single(ended);
        ActivityLink link = Assert.Single(span.Links);
        Assert.Equal((ActingHost.Trace, ActingHost.Span), (link.Context.TraceId.ToHexString(), link.Context.SpanId.ToHexString()));
        Assert.Equal((null, "logguardian.detection", Logs.Start.AddSeconds(1).UtcDateTime), (span.ParentId, span.OperationName, span.StartTimeUtc));
        Assert.NotEqual(outer!.TraceId, span.TraceId);
        Assert.Equal("It was never seen.", span.GetTagItem("logguardian.explanation"));
        Assert.Equal("unseen_template", Assert.Single(span.Events).Tags.Single(tag => tag.Key == "logguardian.evidence.kind").Value);
    }

    [Theory]
    [InlineData("{\"@tr\":\"0af7651916cd43dd8448eb211c80319c\",\"@sp\":\"b7ad6b7169203331\"}", "0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331")]
    [InlineData("{\"a\":[1,{\"@tr\":\"x\"}],\"@tr\":\"0af7651916cd43dd8448eb211c80319c\"}", "0af7651916cd43dd8448eb211c80319c/0000000000000000")]
    [InlineData("{\"@tr\":\"00000000000000000000000000000000\",\"@sp\":\"b7ad6b7169203331\"}", "")]
    [InlineData("{\"@tr\":\"short\"}", "")]
    [InlineData("{\"@tr\":7}", "")]
    [InlineData("{\"@tr\":\"0af7651916cd43dd8448eb211c80319c\",", "0af7651916cd43dd8448eb211c80319c/0000000000000000")]
    [InlineData("plain text", "")]
    [InlineData("", "")]
    public void Traces_OfALine_AreReadOrLeftOut(string line, string expected)
    {
        Detection detection = ActingHost.Anomaly();
        detection = detection with { Evidence = [detection.Evidence[0] with { Lines = [Logs.Log("x", text: line)] }] };
        Assert.Equal(expected, string.Join(' ', detection.Traces().Select(context => $"{context.TraceId}/{context.SpanId}")));
    }

    [Fact]
    public void Traces_OfMany_AreDistinctAndBounded()
    {
        Evidence[] evidence = [.. Enumerable.Range(1, 100).SelectMany(i => ActingHost.Anomaly($"{i:x32}").Evidence)];
        Detection detection = ActingHost.Anomaly() with { Evidence = evidence };
        Assert.Equal(32, detection.Traces().Count);
        Assert.Equal([$"{1:x32}", $"{2:x32}"], detection.Traces(2).Select(context => context.TraceId.ToHexString()));
    }
}
