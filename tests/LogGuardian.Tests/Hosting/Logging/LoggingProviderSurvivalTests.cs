using System.Collections;
using System.Globalization;
using System.Text.Json;
using LogGuardian.Tests.Core.Channels;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Logging;

public sealed class LoggingProviderSurvivalTests
{
    private const int Threads = 8;

    [Fact]
    public async Task Value_ThatLogsItself_IsWrittenOnce()
    {
        using var channel = new LogChannel();
        using ILoggerFactory factory = LoggingHost.Factory(channel);
        ILogger logger = factory.CreateLogger("Orders");

        logger.LogInformation("Got {Value}", new Talkative(logger));

        Assert.Equal((1, 1), (channel.RecordsWritten, channel.RecordsDropped[DropReason.Recursive]));
        Assert.Equal("talkative", Assert.Single(await channel.ReadAllAsync()).Text("Value"));
    }

    [Fact]
    public async Task State_ThatThrows_DoesNoHarm()
    {
        using var channel = new LogChannel();
        using ILoggerFactory factory = LoggingHost.Factory(channel);
        ILogger logger = factory.CreateLogger("Orders");

        logger.Log(LogLevel.Information, default, new Broken(throwsFrom: 1), null, (_, _) => "never asked for");
        logger.Log(LogLevel.Information, default, new Broken(throwsFrom: 0), null, (_, _) => "never asked for");
        logger.Log(LogLevel.Information, default, 7, null, (_, _) => throw new InvalidOperationException());
        using (logger.BeginScope(new Broken(throwsFrom: 1)))
        {
            logger.LogInformation("In a broken scope");
        }

        Assert.Equal((2, 2), (channel.RecordsWritten, channel.RecordsDropped[DropReason.Unreadable]));
        List<JsonElement> records = await channel.ReadAllAsync();
        Assert.Equal(["Broken {A} {B}", "In a broken scope"], records.Select(record => record.Text("@mt")));
    }

    [Fact]
    public async Task Burst_OfAMillionCalls_AddsUp()
    {
        const int Calls = 1_000_000 / Threads;
        using var channel = new LogChannel(options: new LogChannelOptions { CapacityBytes = 1 << 20 });
        using ILoggerFactory factory = LoggingHost.Factory(channel);
        var last = new int[Threads];
        Array.Fill(last, -1);
        Task<long> reading = Task.Run(async () =>
        {
            long count = 0;
            await foreach (LogLine line in channel.ReadAsync())
            {
                using var record = JsonDocument.Parse(line.Raw);
                int thread = record.RootElement.GetProperty("Thread").GetInt32();
                int call = record.RootElement.GetProperty("Call").GetInt32();
                Assert.True(call > last[thread], string.Create(CultureInfo.InvariantCulture, $"Call {call} of thread {thread} came after {last[thread]}."));
                last[thread] = call;
                Assert.Equal(++count, line.LineId);
            }

            return count;
        });

        await OnThreads(thread =>
        {
            ILogger logger = factory.CreateLogger("Burst");
            for (int i = 0; i < Calls; i++)
            {
                logger.LogInformation("Call {Call} of {Thread}", i, thread);
            }
        });
        channel.Complete();

        Assert.Equal(channel.RecordsWritten, await reading);
        Assert.Equal(Calls * Threads, channel.RecordsWritten + channel.RecordsDropped.Values.Sum());
        Assert.Equal(channel.RecordsDropped.Values.Sum(), channel.RecordsDropped[DropReason.Full]);
        Assert.True(channel.RecordsWritten > 1_000);
    }

    [Fact]
    public async Task Disposal_DuringABurst_AddsUp()
    {
        const int Calls = 20_000;
        using var channel = new LogChannel(options: new LogChannelOptions { CapacityBytes = 64 << 20 });
        ILoggerFactory factory = LoggingHost.Factory(channel);
        ILogger logger = factory.CreateLogger("Burst");

        await OnThreads(thread =>
        {
            for (int i = 0; i < Calls; i++)
            {
                logger.LogInformation("Call {Call} of {Thread}", i, thread);
                if (thread == 0 && i == Calls / 2)
                {
                    factory.Dispose();
                    channel.Dispose();
                }
            }
        });
        logger.LogError("After disposal");

        Assert.Equal((Calls * Threads) + 1, channel.RecordsWritten + channel.RecordsDropped.Values.Sum());
        Assert.True(channel.RecordsDropped[DropReason.Completed] > Calls / 2);
        Assert.Equal(channel.RecordsWritten, (await channel.ReadAllAsync()).Count);
    }

    private static async Task OnThreads(Action<int> work)
    {
        Task[] tasks = [.. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() => work(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(tasks);
    }

    private sealed class Talkative(ILogger logger)
    {
        public override string ToString()
        {
            logger.LogInformation("I am asked for {Value}", this);
            return "talkative";
        }
    }

    private sealed class Broken(int throwsFrom) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => throwsFrom == 0 ? throw new ObjectDisposedException("state") : 3;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("A", 1),
            1 => throw new ObjectDisposedException("state"),
            _ => new("{OriginalFormat}", "Broken {A} {B}"),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => throw new ObjectDisposedException("state");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
