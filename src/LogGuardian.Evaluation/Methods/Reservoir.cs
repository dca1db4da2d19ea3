namespace LogGuardian.Evaluation;

/// <summary>Which of many different items are kept: each with the same chance (Vitter's algorithm R, ACM TOMS 11, 1985).</summary>
internal sealed class Reservoir(int capacity, int seed)
{
    private readonly Random _random = new(seed);
    private long _offered;

    /// <summary>The place of the next item, from 0 to capacity - 1; null when it is not kept. What was in the place leaves.</summary>
    public int? Next()
    {
        long place = _offered++ < capacity ? _offered - 1 : _random.NextInt64(_offered);
        return place < capacity ? (int)place : null;
    }
}
