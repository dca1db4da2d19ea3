using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>Several objectives at once. Their samples lie mixed, so that what is old is rehearsed in the steps in which what is new is learned.</summary>
internal sealed class MixedObjective : IObjective
{
    // The number of the objective lies above those of its samples.
    private const int Each = 1 << 28;

    private readonly IReadOnlyList<(IObjective Objective, double Share)> _parts;

    /// <param name="parts">At most seven. Samples of each, as a share of those of the first that has any; fewer where it has no more.</param>
    public MixedObjective(params IReadOnlyList<(IObjective Objective, double Share)> parts) => _parts = parts;

    public int[] Order(Random random)
    {
        List<int> all = [];
        int first = 0;
        for (int part = 0; part < _parts.Count; part++)
        {
            int[] order = _parts[part].Objective.Order(random);
            int count = first == 0 ? order.Length : Math.Min(order.Length, (int)Math.Ceiling(_parts[part].Share * first));
            first = first == 0 ? count : first;
            int offset = part * Each;
            all.AddRange(order[..count].Select(sample => offset + sample));
        }

        int[] mixed = [.. all];
        random.Shuffle(mixed);
        return mixed;
    }

    public Tensor Loss(ReadOnlySpan<int> samples, Random random) => Parts(samples.ToArray(), samples.Length, random).Select(part => part()).Aggregate(HeldNumbers.Plus);

    public IReadOnlyList<Func<Tensor>> Parts(int[] samples, int atOnce, Random random)
    {
        List<Func<Tensor>> parts = [];
        foreach (IGrouping<int, int> some in samples.GroupBy(sample => sample / Each).OrderBy(group => group.Key))
        {
            int[] own = [.. some.Select(sample => sample % Each)];
            double share = (double)own.Length / samples.Length;
            parts.AddRange(_parts[some.Key].Objective.Parts(own, atOnce, random).Select<Func<Tensor>, Func<Tensor>>(part => () => part().Times(share)));
        }

        return parts;
    }
}
