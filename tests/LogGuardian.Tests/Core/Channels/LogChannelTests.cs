using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Channels;

public sealed class LogChannelTests
{
    [Fact]
    public async Task Parse_OfRecords_GivesTemplateAndValuesAsWritten()
    {
        using var channel = new LogChannel("orders");
        var id = Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        LogRecordWriter writer = channel.Begin(Logs.Start, LogSeverity.Warning, "Order {OrderId} of {Customer} at {@When}: {Items}");
        writer.Value("OrderId", id);
        writer.Value("Customer", "Ada \"Countess\" Lovelace");
        writer.Value("@When", new TimeSpan(1, 2, 3));
        writer.Value("Items", new object?[] { 7, "tea", null, 1.5 });
        Assert.True(writer.Write());

        ParsedLog log = Assert.Single(await ParseAsync(channel));

        Assert.Equal("Order <OrderId> of <Customer> at <When>: <Items>", log.Template.Text);
        Assert.Equal(["6f9619ff-8b86-d011-b42d-00c04fc964ff", "Ada \"Countess\" Lovelace", "01:02:03", "7, tea, (null), 1.5"], Values(log));
        Assert.Equal((LogSeverity.Warning, Logs.Start.UtcTicks, "orders"), (log.Severity, log.UtcTicks, log.Line.Source));
    }

    [Fact]
    public void Parse_OfAnyText_GivesIt() => Gen.Select(Gen.String, Gen.Int, Gen.Double).Sample((text, number, real) =>
    {
        string whole = new([.. text.Where(letter => !char.IsSurrogate(letter))]);
        using var channel = new LogChannel();
        LogRecordWriter writer = channel.Begin(Logs.Start, LogSeverity.Information, "Got {Text}, {Number} and {Real}");
        writer.Value("Text", whole);
        writer.Value("Number", number);
        writer.Value("Real", real);
        writer.Write();

        ParsedLog log = Assert.Single(ParseAsync(channel).GetAwaiter().GetResult());

        Assert.Equal([whole, number.ToString(CultureInfo.InvariantCulture), real.ToString(CultureInfo.InvariantCulture)], Values(log));
    }, iter: 200);

    [Fact]
    public async Task Parse_OfValuesNamedLikeTimeAndLevel_IsNotMisled()
    {
        using var channel = new LogChannel();
        LogRecordWriter writer = channel.Begin(Logs.Start, LogSeverity.Information, "Set {level} of {message} at {timestamp}");
        writer.Value("level", "Error");
        writer.Value("message", "alarm");
        writer.Value("timestamp", "2001-01-01T00:00:00Z");
        writer.Write();

        ParsedLog log = Assert.Single(await ParseAsync(channel));

        Assert.Equal(("Set <level> of <message> at <timestamp>", LogSeverity.Information, Logs.Start.UtcTicks), (log.Template.Text, log.Severity, log.UtcTicks));
        Assert.Equal(["Error", "alarm", "2001-01-01T00:00:00Z"], Values(log));
    }

    [Fact]
    public async Task Parse_OfMessages_MinesTheirTemplate()
    {
        using var channel = new LogChannel();
        for (int i = 0; i < 20; i++)
        {
            channel.BeginMessage(Logs.Start, LogSeverity.Information, string.Create(CultureInfo.InvariantCulture, $"Order {i} accepted")).Write();
        }

        List<ParsedLog> logs = await ParseAsync(channel);

        Assert.Equal(20, logs.Count);
        Assert.Equal("Order <num> accepted", Assert.Single(logs.Select(log => log.Template.Text).Distinct()), ignoreCase: true);
    }

    [Fact]
    public async Task Trace_OfAnActivity_IsInTheRecord()
    {
        using var channel = new LogChannel();
        using Activity activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        LogRecordWriter writer = channel.Begin(Logs.Start, LogSeverity.Error, "Failed");
        writer.Trace(activity);
        writer.Exception(new InvalidOperationException("no stock", new TimeoutException("late")));
        writer.Write();

        JsonElement record = Assert.Single(await channel.ReadAllAsync());

        Assert.Equal((activity.TraceId.ToHexString(), activity.SpanId.ToHexString()), (record.Text("@tr"), record.Text("@sp")));
        Assert.StartsWith("System.InvalidOperationException: no stock", record.Text("@x"), StringComparison.Ordinal);
        Assert.Contains("---> System.TimeoutException: late", record.Text("@x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_ThatThrows_IsReplaced()
    {
        using var channel = new LogChannel();
        LogRecordWriter writer = channel.Begin(Logs.Start, LogSeverity.Error, "{A} {B} {C}");
        writer.Value("A", new Throwing());
        writer.Value("B", Endless().Select(i => i > 2 ? throw new InvalidOperationException() : i));
        writer.Value("C", Endless());
        writer.Write();

        JsonElement record = Assert.Single(await channel.ReadAllAsync());

        Assert.Equal("(NotSupportedException when written)", record.Text("A"));
        Assert.Equal("(InvalidOperationException when written)", record.Text("B"));
        Assert.StartsWith("0, 1, 2, 3", record.Text("C"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_ThatIsLong_IsCut()
    {
        using var channel = new LogChannel(options: new LogChannelOptions { MaxRecordBytes = 8_192 });
        LogRecordWriter writer = channel.Begin(Logs.Start, LogSeverity.Error, "Got {Body}");
        writer.Value("Body", new string('x', 1_000_000));

        Assert.True(writer.Write());
        Assert.Equal(new string('x', 1_024), Assert.Single(await channel.ReadAllAsync()).Text("Body"));
    }

    [Fact]
    public async Task Write_WithoutRoom_IsCountedByReason()
    {
        using var channel = new LogChannel(options: new LogChannelOptions { CapacityBytes = 65_536, MaxRecordBytes = 1_024 });
        int written = 0;
        while (channel.Begin(Logs.Start, LogSeverity.Information, "Fills").Write())
        {
            written++;
        }

        Assert.False(channel.Begin(Logs.Start, LogSeverity.Information, new string('x', 2_000)).Write());
        channel.IsEnabled = false;
        Assert.False(channel.Begin(Logs.Start, LogSeverity.Information, "Off").Write());
        channel.Drop(DropReason.Unreadable);

        Assert.True(written > 100);
        Assert.Equal((written, written), ((int)channel.RecordsWritten, (await channel.ReadAllAsync()).Count));
        Assert.Equal(
            [(DropReason.Full, 1), (DropReason.TooLarge, 1), (DropReason.Completed, 1), (DropReason.Recursive, 0), (DropReason.Unreadable, 1)],
            channel.RecordsDropped.OrderBy(pair => pair.Key).Select(pair => (pair.Key, (int)pair.Value)));
    }

    [Fact]
    public async Task Write_InARunOfAPipeline_IsRecursive()
    {
        using var channel = new LogChannel();
        using var other = new LogChannel();
        var gone = new TaskCompletionSource();
        using AnomalyDetector detector = new AnomalyDetectorBuilder()
            .ParseWithTemplates().WindowByCount(1).DetectWithNovelty().From(other).EmitTo(_ => { }).WithThreshold(1e-6f)
            .DetectWith(_ => new LoggingDetector(channel, gone)).Build();
        other.Begin(Logs.Start, LogSeverity.Error, "Failed").Write();
        other.Complete();

        await detector.RunAsync();
        await gone.Task;

        Assert.Equal((0, 1), (channel.RecordsWritten, channel.RecordsDropped[DropReason.Recursive]));
        Assert.True(channel.Begin(Logs.Start, LogSeverity.Error, "By the application").Write());
    }

    [Fact]
    public async Task ReadAsync_WhileItIsRead_IsRefused()
    {
        using var channel = new LogChannel();
        channel.Begin(Logs.Start, LogSeverity.Information, "One").Write();
        await using IAsyncEnumerator<LogLine> first = channel.ReadAsync().GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());

        await using IAsyncEnumerator<LogLine> second = channel.ReadAsync().GetAsyncEnumerator();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.MoveNextAsync());
    }

    private static async Task<List<ParsedLog>> ParseAsync(LogChannel channel)
    {
        channel.Complete();
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        var logs = new List<ParsedLog>();
        await foreach (ParsedLog log in detector.ParseAsync(channel))
        {
            logs.Add(log);
        }

        return logs;
    }

    private static string[] Values(ParsedLog log) => [.. Enumerable.Range(0, log.Parameters.Length).Select(log.ParameterText)];

    private static IEnumerable<int> Endless()
    {
        for (int i = 0; ; i++)
        {
            yield return i;
        }
    }

    private sealed class Throwing
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class LoggingDetector(LogChannel channel, TaskCompletionSource done) : IDetector
    {
        public string Name => "logging";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
        {
            channel.Begin(Logs.Start, LogSeverity.Error, "I have scored").Write();
            scores.Span.Clear();
            done.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public void Learn(LogWindow window)
        {
        }

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
        }
    }
}
