namespace LogGuardian.Training;

/// <summary>The windows of a distillation, what the teacher says of them, and which are held back. The teacher is asked once.</summary>
internal sealed class DistillationWindows
{
    /// <exception cref="TrainingException">There are too few windows.</exception>
    public DistillationWindows(TrainableModel teacher, WindowModel student, TrainingSet set, DistillationOptions options)
    {
        if (set.Windows.Count < 2)
        {
            throw new TrainingException($"The set has {set.Windows.Count} windows; a student needs at least 2, one to learn from and one to measure with. Add windows; they need no labels.");
        }

        TrainingWindow[] all = [.. set.Windows];
        var random = new Random(options.Loop.Seed);
        random.Shuffle(all);
        all = all[..Math.Min(all.Length, options.MaxWindows)];
        int held = Math.Clamp((int)Math.Round(options.HeldBack * all.Length), 1, all.Length - 1);

        // What one of both cannot read at once, both read in the same parts. Nobody knows which part of an anomalous window is.
        int most = Math.Min(teacher.Record.MaxMessages, student.Record.MaxMessages);
        Learned = EqualWindows.Limit(
            all.Skip(held).SelectMany(window => LabelledWindows.Parts(window.IsAnomaly == true && window.Messages.Length > most ? window with { IsAnomaly = null } : window, most)),
            options.MaxRepeats);
        LearnedOdds = Ask(teacher, set, Learned);
        HeldOdds = Ask(teacher, set, all[..held]);
        Held = [.. all.Take(held).Select((window, i) => window with { IsAnomaly = window.IsAnomaly ?? HeldOdds[i] > 0 })];
    }

    public IReadOnlyList<TrainingWindow> Learned { get; }

    /// <summary>What the teacher says of <see cref="Learned"/>, calibrated.</summary>
    public float[] LearnedOdds { get; }

    /// <summary>Whole, those without a label as the teacher answers.</summary>
    public IReadOnlyList<TrainingWindow> Held { get; }

    /// <summary>What the teacher says of <see cref="Held"/>, calibrated.</summary>
    public float[] HeldOdds { get; }

    public bool HasBothClasses => Held.Any(window => window.IsAnomaly == true) && Held.Any(window => window.IsAnomaly == false);

    private static float[] Ask(TrainableModel teacher, TrainingSet set, IReadOnlyList<TrainingWindow> windows) =>
        Array.ConvertAll(WindowScores.Of(teacher, set, windows), teacher.OddsOf);
}
