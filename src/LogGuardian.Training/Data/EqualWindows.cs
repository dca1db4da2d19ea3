using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>Windows that say the same again.</summary>
internal static class EqualWindows
{
    private static readonly Comparer SameMessages = new();

    /// <summary>Of windows with equal messages and labels at most so many; the first of them stay, in their order.</summary>
    public static IReadOnlyList<TrainingWindow> Limit(IEnumerable<TrainingWindow> windows, int most)
    {
        if (most == int.MaxValue)
        {
            return [.. windows];
        }

        var counts = new Dictionary<TrainingWindow, int>(SameMessages);
        List<TrainingWindow> kept = [];
        foreach (TrainingWindow window in windows)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, window, out _);
            if (count++ < most)
            {
                kept.Add(window);
            }
        }

        return kept;
    }

    /// <summary>Windows without a label that are not among those with one: logs that are given without labels often hold what was labelled.</summary>
    public static IEnumerable<TrainingWindow> Except(IEnumerable<TrainingWindow> unlabelled, IEnumerable<TrainingWindow> labelled)
    {
        var known = labelled.Select(window => window with { IsAnomaly = null }).ToHashSet(SameMessages);
        return unlabelled.Where(window => !known.Contains(window));
    }

    /// <summary>The different ones among windows, and for each window which of them it is.</summary>
    public static (IReadOnlyList<TrainingWindow> Different, int[] Places) Distinct(IReadOnlyList<TrainingWindow> windows)
    {
        var places = new Dictionary<TrainingWindow, int>(SameMessages);
        List<TrainingWindow> different = [];
        int[] of = new int[windows.Count];
        for (int i = 0; i < of.Length; i++)
        {
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, windows[i], out bool known);
            if (!known)
            {
                place = different.Count;
                different.Add(windows[i]);
            }

            of[i] = place;
        }

        return (different, of);
    }

    private sealed class Comparer : IEqualityComparer<TrainingWindow>
    {
        public bool Equals(TrainingWindow? x, TrainingWindow? y) => x!.IsAnomaly == y!.IsAnomaly && x.Messages.Span.SequenceEqual(y.Messages.Span);

        public int GetHashCode(TrainingWindow obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(obj.Messages.Span));
            hash.Add(obj.IsAnomaly);
            return hash.ToHashCode();
        }
    }
}
