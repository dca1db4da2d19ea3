namespace LogGuardian.Inference;

/// <summary>What was spent in an hour or a day of the clock. Guarded by its owner.</summary>
internal sealed class ChatPeriod(string name, TimeSpan length)
{
    private long _number;
    private long _told = -1;
    private long _tokens;
    private decimal _cost;

    public string Name => name;

    public DateTimeOffset End => new((_number + 1) * length.Ticks, TimeSpan.Zero);

    public bool Holds(in ChatSpending more, long? tokens, decimal? cost, DateTimeOffset now)
    {
        Begin(now);
        return !(_tokens + more.Tokens > tokens) && !(_cost + more.Cost > cost);
    }

    public void Add(in ChatSpending more, DateTimeOffset now)
    {
        // A request that ends in the next period leaves nothing to be given back in it.
        Begin(now);
        _tokens = Math.Max(0, _tokens + more.Tokens);
        _cost = Math.Max(0, _cost + more.Cost);
    }

    /// <summary>Whether it is the first time in this period that somebody is told.</summary>
    public bool Tell() => Interlocked.Exchange(ref _told, _number) != _number;

    private void Begin(DateTimeOffset now)
    {
        long number = now.UtcTicks / length.Ticks;
        if (number != _number)
        {
            (_number, _tokens, _cost) = (number, 0, 0);
        }
    }
}
