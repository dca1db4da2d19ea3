namespace Shop.Common;

/// <summary>Work that is done again and again, and that a failure does not end.</summary>
internal abstract partial class PeriodicWork(string name, TimeSpan period, SchemaSetup schema, ILogger logger, TimeProvider clock) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    protected abstract Task DoAsync(CancellationToken cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.WhenReady.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(period, Clock);
        int failures = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DoAsync(stoppingToken);
                if (failures > 0)
                {
                    Recovered(logger, name, failures);
                    failures = 0;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (Transient.Is(exception) || exception is OperationCanceledException)
                {
                    Skipped(logger, name, ++failures, exception.Message);
                }
                else
                {
                    Failed(logger, exception, name);
                    failures++;
                }

                // A dependency that is away is not asked many times a second.
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(failures, 5)), Clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(111, LogLevel.Warning, "Background work {Work} skipped, failure {Failures} in a row: {Reason}")]
    private static partial void Skipped(ILogger logger, string work, int failures, string reason);

    [LoggerMessage(112, LogLevel.Error, "Background work {Work} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string work);

    [LoggerMessage(113, LogLevel.Information, "Background work {Work} runs again after {Failures} failures")]
    private static partial void Recovered(ILogger logger, string work, int failures);
}
