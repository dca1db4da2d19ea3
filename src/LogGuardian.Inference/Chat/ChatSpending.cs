namespace LogGuardian.Inference;

/// <summary>What a request costs.</summary>
internal readonly record struct ChatSpending(long Input, long Output, decimal Cost)
{
    private const decimal Million = 1_000_000;

    public long Tokens => Input + Output;

    public static ChatSpending Of(long input, long output, ChatTierOptions prices) =>
        new(input, output, ((input * prices.InputPrice) + (output * prices.OutputPrice)) / Million);

    public static ChatSpending operator -(ChatSpending left, ChatSpending right) => new(left.Input - right.Input, left.Output - right.Output, left.Cost - right.Cost);
}
