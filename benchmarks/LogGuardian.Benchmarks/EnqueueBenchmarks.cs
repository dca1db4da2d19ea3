using BenchmarkDotNet.Attributes;
using LogGuardian.Hosting;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Benchmarks;

/// <summary>
/// What a log call costs who logs. Baseline: the same factory with a provider that does nothing; beside it one that does what each provider that writes values must do: enumerate them.
/// </summary>
/// <remarks>The channel is emptied between iterations, so that nothing is dropped and no reader takes part.</remarks>
[MemoryDiagnoser]
[InvocationCount(Calls, 1)]
public partial class EnqueueBenchmarks : IDisposable
{
    private const int Calls = 100_000;
    private readonly LogChannel _channel = new(options: new LogChannelOptions { CapacityBytes = 128 << 20 });
    private readonly InvalidOperationException _exception = new("no stock");
    private ILoggerFactory _factory = null!;
    private ILogger _logger = null!;

    /// <summary>Which provider gets the record.</summary>
    [Params("nothing", "enumerates", "LogGuardian")]
    public string Provider { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _factory = LoggerFactory.Create(builder => builder.AddProvider(Provider switch
        {
            "nothing" => new SilentLoggerProvider(enumerates: false),
            "enumerates" => new SilentLoggerProvider(enumerates: true),
            _ => new ChannelLoggerProvider(_channel, TimeProvider.System),
        }));
        _logger = _factory.CreateLogger("Orders.Service");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _factory.Dispose();
        if (_channel.RecordsDropped.Values.Sum() > 0)
        {
            throw new InvalidOperationException("Records were dropped; the channel is too small for the number of calls.");
        }
    }

    public void Dispose()
    {
        _channel.Dispose();
        GC.SuppressFinalize(this);
    }

    [IterationSetup]
    public void Empty() => EmptyAsync().GetAwaiter().GetResult();

    [Benchmark]
    public void ThreeValues() => _logger.LogInformation("Order {OrderId} of {Customer} accepted, {Items} items", 4711, "Ada", 3);

    [Benchmark]
    public void Generated() => Accepted(_logger, 4711, "Ada", 3);

    [Benchmark]
    public void InScope()
    {
        using (_logger.BeginScope("Request {RequestId}", "0HN5"))
        {
            _logger.LogInformation("Order {OrderId} of {Customer} accepted, {Items} items", 4711, "Ada", 3);
        }
    }

    [Benchmark]
    public void WithException() => _logger.LogError(_exception, "Order {OrderId} of {Customer} refused", 4711, "Ada");

    [Benchmark]
    public void DisabledLevel() => _logger.LogDebug("Order {OrderId} of {Customer} accepted, {Items} items", 4711, "Ada", 3);

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {OrderId} of {Customer} accepted, {Items} items")]
    private static partial void Accepted(ILogger logger, int orderId, string customer, int items);

    private async Task EmptyAsync()
    {
        if (_channel.RecordsWaiting > 0)
        {
            await foreach (LogLine line in _channel.ReadAsync())
            {
                if (line.LineId == _channel.RecordsWritten)
                {
                    break;
                }
            }
        }
    }
}
