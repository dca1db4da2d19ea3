using Shop.Common;

namespace Shop.Orders;

/// <summary>New in the second release: regular customers pay less.</summary>
internal sealed partial class Loyalty(Release release, ILogger<Loyalty> logger)
{
    private const int Groups = 8;

    public decimal Discount(long orderId, string customer, decimal total)
    {
        LoyaltyAccount? account = Find(customer);
        // The bad build forgets that not everybody has an account.
        decimal rate = release.IsBad ? account!.Rate : account?.Rate ?? 0;
        if (rate == 0)
        {
            return 0;
        }

        decimal discount = decimal.Round(total * rate, 2);
        Granted(logger, customer, account!.Tier, discount, orderId);
        return discount;
    }

    private static LoyaltyAccount? Find(string customer) => (customer.Sum(c => c) % Groups) switch
    {
        < 3 => new LoyaltyAccount("gold", 0.05m),
        Groups - 1 => null,
        _ => new LoyaltyAccount("basic", 0),
    };

    [LoggerMessage(4021, LogLevel.Information, "Loyalty discount for {Customer} ({Tier}): {Discount} EUR off order {OrderId}")]
    private static partial void Granted(ILogger logger, string customer, string tier, decimal discount, long orderId);
}

internal sealed record LoyaltyAccount(string Tier, decimal Rate);
