using Shop.Common;

namespace Shop.Payments;

/// <summary>Stands for the bank behind the payments: takes its time, and declines some cards. The same seed and order give the same answer.</summary>
internal sealed partial class Acquirer(Settings settings, Faults faults, ILogger<Acquirer> logger, TimeProvider clock)
{
    private const int DeclinedPercent = 6;
    private const int TimedOutPerThousand = 4;
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(150);
    private static readonly string[] Reasons = ["insufficient_funds", "card_expired", "do_not_honor", "suspected_fraud"];
    private readonly int _seed = settings.Seed;

    /// <summary>Returns why the card is declined, or null when it is charged.</summary>
    public async Task<string?> ChargeAsync(long orderId, CancellationToken cancellation)
    {
        var fate = new Random(unchecked((_seed * 1_000_003) ^ (int)orderId));
        await Task.Delay(TimeSpan.FromMilliseconds(fate.Next(5, 41) + faults.AcquirerMilliseconds), clock, cancellation);
        if (fate.Next(1000) < TimedOutPerThousand)
        {
            Retried(logger, orderId);
            await Task.Delay(BeforeRetry, clock, cancellation);
        }

        return fate.Next(100) < DeclinedPercent ? Reasons[fate.Next(Reasons.Length)] : null;
    }

    [LoggerMessage(2001, LogLevel.Warning, "Acquirer did not answer in time for order {OrderId}, asking again")]
    private static partial void Retried(ILogger logger, long orderId);
}
