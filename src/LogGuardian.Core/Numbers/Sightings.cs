namespace LogGuardian.Core;

/// <summary>How often something was seen, over replicas that may have learned the same logs.</summary>
internal static class Sightings
{
    /// <summary>
    /// The sum; but what each saw once may be the same sighting, and stays one: what came once says how much is still to be expected that never came, and that is not to
    /// shrink because two know the same.
    /// </summary>
    public static long Sum(long one, long other) => one == 1 && other == 1 ? 1 : one + other;

    /// <summary>
    /// Puts what two series hold, each from the oldest on, into one: by how far it lies in its series, so that the latest share of the whole is that of each. What lies
    /// equally far is ordered by what it is.
    /// </summary>
    /// <param name="one">The latest items of one series.</param>
    /// <param name="ofOne">Items that this series ever had.</param>
    /// <param name="other">The latest items of the other.</param>
    /// <param name="ofOther">Items that the other ever had.</param>
    /// <param name="order">Orders items.</param>
    public static T[] Interleave<T>(IReadOnlyList<T> one, long ofOne, IReadOnlyList<T> other, long ofOther, IComparer<T> order) =>
        [.. Placed(one, ofOne).Concat(Placed(other, ofOther)).OrderBy(item => item.At).ThenBy(item => item.Item, order).Select(item => item.Item)];

    private static IEnumerable<(double At, T Item)> Placed<T>(IReadOnlyList<T> items, long all) =>
        items.Select((item, i) => ((all - items.Count + i + 0.5) / all, item));
}
