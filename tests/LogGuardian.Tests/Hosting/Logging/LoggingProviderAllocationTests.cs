using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Logging;

/// <summary>What a log call allocates on the thread that logs, next to what it allocates with a provider that does nothing.</summary>
public sealed partial class LoggingProviderAllocationTests
{
    private const int Calls = 2_000;

    // The compiler replaces a method after 30 calls and 100 ms, in the background: only then it leaves out copies on the heap.
    private const int WarmRounds = 4_000;

    [Theory]
    [InlineData("three values", 0)]
    [InlineData("generated", 2 * 24)] // Two numbers, which the framework's indexer makes objects of for whoever asks.
    [InlineData("in scope", 0)]
    [InlineData("in activity", 0)]
    [InlineData("date and id", 0)]
    [InlineData("disabled", 0)]
    public void Log_WhenWarm_AllocatesWhatTheFrameworkDoes(string what, int byTheFramework)
    {
        using var channel = new LogChannel(options: new LogChannelOptions { CapacityBytes = 1 << 30 });
        using ILoggerFactory ours = LoggingHost.Factory(channel);
        using ILoggerFactory theirs = LoggerFactory.Create(logging => logging.AddProvider(new IdleProvider()));
        Action<ILogger> log = Call(what);
        using Activity activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        Activity? current = what == "in activity" ? activity.Start() : null;
        ILogger own = ours.CreateLogger("Orders");
        ILogger other = theirs.CreateLogger("Orders");

        // The least of many rounds: the first ones run code that is not compiled to the end.
        long extra = long.MaxValue;
        for (int round = 0; round < WarmRounds && extra > byTheFramework * Calls; round++)
        {
            long baseline = Allocated(other, log);
            extra = Math.Min(extra, Allocated(own, log) - baseline);
            Thread.Sleep(10);
        }

        current?.Stop();
        Assert.Equal(0, channel.RecordsDropped.Values.Sum());
        Assert.Equal(what == "disabled", channel.RecordsWritten == 0);
        Assert.True(extra <= byTheFramework * Calls, FormattableString.Invariant($"{extra / (double)Calls:N2} bytes a call more than with a provider that does nothing; {byTheFramework} are the framework's."));
    }

    private static long Allocated(ILogger logger, Action<ILogger> log)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            log(logger);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Action<ILogger> Call(string what)
    {
        object id = Guid.NewGuid();
        object when = DateTimeOffset.UnixEpoch;
        return what switch
        {
            "generated" => logger => Accepted(logger, 4711, "Ada", 3),
            "in scope" => InScope,
            "date and id" => logger => logger.LogInformation("Order {OrderId} of {Day} took {Elapsed}", id, when, 1.5),
            "disabled" => logger => logger.LogTrace("Order {OrderId} of {Customer} accepted", "4711", "Ada"),
            _ => logger => logger.LogInformation("Order {OrderId} of {Customer} accepted, {Items} items", 4711, "Ada", 3),
        };
    }

    private static void InScope(ILogger logger)
    {
        using (logger.BeginScope("Request {RequestId} {Tenant}", "0HN5", "north"))
        {
            logger.LogInformation("Order {OrderId} of {Customer} accepted, {Items} items", 4711, "Ada", 3);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {OrderId} of {Customer} accepted, {Items} items")]
    private static partial void Accepted(ILogger logger, int orderId, string customer, int items);

    private sealed class IdleProvider : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
