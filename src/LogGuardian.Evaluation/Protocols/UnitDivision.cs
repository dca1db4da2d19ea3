using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>Divides units into parts as a protocol says.</summary>
internal sealed class UnitDivision(Protocol protocol, UnitSet units)
{
    private readonly bool _normalOnly = protocol.TrainOn == TrainingUnits.Normal;

    /// <summary>The splits: a name, and the part of each unit.</summary>
    /// <exception cref="ArgumentException">The protocol does not fit the units.</exception>
    public IEnumerable<(string Name, UnitPart[] Parts)> Divide(int seed)
    {
        SplitKind kind = protocol.SplitOf(units.AreSessions);
        if (kind == SplitKind.SessionRandom && !units.AreSessions)
        {
            throw Misfit("split is session-random and the units are windows; they must be sessions. Set split to chronological, or window.by to session or host.");
        }

        return kind switch
        {
            SplitKind.Chronological => [("", Checked(units.InTraining is { } cut ? AtCut(cut) : First(Enumerable.Range(0, units.Labels.Count))))],
            SplitKind.Random or SplitKind.SessionRandom => Draws(seed, random => [("", First(Shuffled(random)))]),
            SplitKind.LeaveOneOut => Systems().Select(system => ($"without {system}", Checked(LeaveOut(unit => units.SystemOf(unit) == system)))),
            SplitKind.WithinSystem => Systems().Select(system => (system, Checked(Within(system)))),
            _ => Draws(seed, random => Folds(random, isStratified: kind == SplitKind.StratifiedKFold)),
        };
    }

    private IEnumerable<(string Name, UnitPart[] Parts)> Draws(int seed, Func<Random, IEnumerable<(string Name, UnitPart[] Parts)>> draw)
    {
        for (int i = 0; i < protocol.Draws; i++)
        {
            string drawn = string.Create(CultureInfo.InvariantCulture, $"seed {(long)seed + i}");
            foreach ((string name, UnitPart[] parts) in draw(new Random(unchecked(seed + i))))
            {
                yield return (name.Length == 0 ? drawn : $"{drawn}, {name}", Checked(parts));
            }
        }
    }

    private UnitPart[] AtCut(IReadOnlyList<bool> inTraining) =>
        [.. inTraining.Select((trains, unit) => !trains ? UnitPart.Test : _normalOnly && units.Labels[unit] ? UnitPart.None : UnitPart.Training)];

    /// <summary>The first units of an order train.</summary>
    private UnitPart[] First(IEnumerable<int> order)
    {
        int[] candidates = [.. order.Where(unit => !_normalOnly || !units.Labels[unit])];
        int count = protocol.TrainCount
            ?? (_normalOnly ? (int)Math.Ceiling(protocol.TrainShare * candidates.Length) : WindowCuts.TrainingCount(protocol.TrainShare, candidates.Length));
        if (count < 1 || count > candidates.Length || count >= units.Labels.Count)
        {
            string what = _normalOnly ? "normal units" : "units";
            throw Misfit(protocol.TrainCount is { } wanted
                ? string.Create(CultureInfo.InvariantCulture, $"trainCount is {wanted} and the data have {candidates.Length} {what}; some must be left to judge. Set a lower count, or trainShare.")
                : string.Create(CultureInfo.InvariantCulture, $"trainShare is {protocol.TrainShare} of {candidates.Length} {what}, which is {count}; at least one must train and one be judged. Take more data."));
        }

        UnitPart[] parts = new UnitPart[units.Labels.Count];
        Array.Fill(parts, UnitPart.Test);
        foreach (int unit in candidates.AsSpan(0, count))
        {
            parts[unit] = UnitPart.Training;
        }

        return parts;
    }

    private IEnumerable<(string Name, UnitPart[] Parts)> Folds(Random random, bool isStratified)
    {
        int count = units.Labels.Count;
        if (protocol.Folds > count)
        {
            throw Misfit(string.Create(CultureInfo.InvariantCulture, $"folds is {protocol.Folds} and the data have {count} units; it must be at most that. Set fewer folds."));
        }

        // Dealt one after the other, the anomalies first: each fold has its share of both, and folds differ by one unit at most.
        IEnumerable<int> order = Shuffled(random);
        int[] dealt = [.. isStratified ? order.OrderByDescending(unit => units.Labels[unit]) : order];
        int[] foldOf = new int[count];
        for (int i = 0; i < count; i++)
        {
            foldOf[dealt[i]] = i % protocol.Folds;
        }

        for (int fold = 0; fold < protocol.Folds; fold++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"fold {fold + 1} of {protocol.Folds}"), LeaveOut(unit => foldOf[unit] == fold));
        }
    }

    private string[] Systems()
    {
        string[] systems = [.. Enumerable.Range(0, units.Labels.Count).Select(units.SystemOf).Distinct(StringComparer.Ordinal)];
        return systems.Length >= 2 || protocol.SplitOf(units.AreSessions) != SplitKind.LeaveOneOut
            ? systems
            : throw Misfit("split is leave-one-out and the data hold one system; they must hold at least two. Name the column of the system, or take another split.");
    }

    private UnitPart[] Within(string system)
    {
        UnitPart[] parts = units.InTraining is { } cut
            ? AtCut(cut)
            : throw Misfit("split is within-system and the units are sessions; they must be windows. Set sessionSplit, or window.by to lines or time.");
        return [.. parts.Select((part, unit) => units.SystemOf(unit) == system ? part : UnitPart.None)];
    }

    private UnitPart[] LeaveOut(Func<int, bool> isJudged) =>
        [.. units.Labels.Select((label, unit) => isJudged(unit) ? UnitPart.Test : _normalOnly && label ? UnitPart.None : UnitPart.Training)];

    private int[] Shuffled(Random random)
    {
        int[] order = [.. Enumerable.Range(0, units.Labels.Count)];
        random.Shuffle(order);
        return order;
    }

    private UnitPart[] Checked(UnitPart[] parts)
    {
        foreach ((UnitPart part, string verb) in new[] { (UnitPart.Training, "train"), (UnitPart.Test, "be judged") })
        {
            if (!parts.Contains(part))
            {
                throw Misfit(string.Create(CultureInfo.InvariantCulture, $"of {parts.Length} units none is left to {verb}; at least one must be. Take more data, or another trainShare or trainOn."));
            }
        }

        return parts;
    }

    private ArgumentException Misfit(string problem) => new($"Protocol '{protocol.Name}': {problem}");
}
