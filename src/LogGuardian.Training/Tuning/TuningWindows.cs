namespace LogGuardian.Training;

/// <summary>The few labelled windows of a tuning, and what unlabelled ones lend to the class that has none.</summary>
internal sealed class TuningWindows
{
    /// <exception cref="TrainingException">There are too many labels, none, or only of a class that unlabelled windows cannot complete.</exception>
    public TuningWindows(WindowModel model, TrainingSet set, TuningOptions options)
    {
        Labelled = [.. set.Windows.Where(window => window.IsAnomaly is not null)];
        if (Labelled.Count is 0 or > FewShotTuning.MostLabelled)
        {
            throw new TrainingException(FormattableString.Invariant(
                $"The set has {Labelled.Count} labelled windows; tuning takes 1 to {FewShotTuning.MostLabelled}. {(Labelled.Count == 0 ? "Label some." : "With more, train the model with LogLlmTraining or PooledTraining.")}"));
        }

        TrainingWindow[] others = [.. EqualWindows.Except(set.Windows.Where(window => window.IsAnomaly is null), Labelled)];
        new Random(options.Loop.Seed).Shuffle(others);
        Unlabelled = [.. others.Take(options.MaxUnlabelled)];
        float[] odds = Array.ConvertAll(WindowScores.Of(model, set, Unlabelled), model.OddsOf);

        // Most of them are normal, whatever the model says: what it says moves until that is so.
        float[] calm = UnlabelledCalibration.CalmOf(Labelled, Array.ConvertAll(WindowScores.Of(model, set, Labelled), model.OddsOf), odds, options.AnomalyShare);
        float edge = calm.Length == 0 ? 0 : Math.Max(0, calm[^1]);
        (bool hasNormal, bool hasAnomalous) = (Labelled.Any(window => window.IsAnomaly == false), Labelled.Any(window => window.IsAnomaly == true));
        int most = model.Record.MaxMessages;
        foreach ((TrainingWindow window, float odd) in Unlabelled.Zip(odds))
        {
            bool? lent = hasNormal && hasAnomalous ? null : hasAnomalous ? (odd <= edge || edge == 0 ? false : null) : (odd > 0 ? true : null);
            if (lent is null && !(hasNormal && hasAnomalous))
            {
                continue;
            }

            TrainingWindow part = LabelledWindows.Parts(window, most).First() with { IsAnomaly = lent };
            Lent.Add(part);
            LentOdds.Add(odd - edge);
        }

        if (!(hasNormal && hasAnomalous) && Lent.Count == 0)
        {
            throw new TrainingException(hasAnomalous
                ? FormattableString.Invariant($"All {Labelled.Count} labelled windows are anomalous and the set has no unlabelled ones, of which most are normal. Add unlabelled windows, or label at least one that is normal.")
                : FormattableString.Invariant($"All {Labelled.Count} labelled windows are normal, and the model takes none of the {Unlabelled.Count} unlabelled ones for anomalous. Label at least one that is anomalous."));
        }
    }

    public IReadOnlyList<TrainingWindow> Labelled { get; }

    public IReadOnlyList<TrainingWindow> Unlabelled { get; }

    /// <summary>Unlabelled windows: with the label of the class that has none, or without where both have some.</summary>
    public List<TrainingWindow> Lent { get; } = [];

    /// <summary>What the model said of <see cref="Lent"/>, moved so that most are normal.</summary>
    public List<float> LentOdds { get; } = [];

    /// <summary>Parts of the labelled windows, so that each is left out once; those that are alone in their class never.</summary>
    public IReadOnlyList<int[]> Folds(int most)
    {
        int[] candidates =
        [
            .. Enumerable.Range(0, Labelled.Count)
                .Where(i => Labelled.Count(window => window.IsAnomaly == Labelled[i].IsAnomaly) > 1 || Lent.Exists(window => window.IsAnomaly == Labelled[i].IsAnomaly))
                .OrderBy(i => Labelled[i].IsAnomaly),
        ];
        int folds = Math.Min(most, candidates.Length);
        return [.. Enumerable.Range(0, folds).Select(fold => candidates.Where((_, place) => place % folds == fold).ToArray())];
    }
}
