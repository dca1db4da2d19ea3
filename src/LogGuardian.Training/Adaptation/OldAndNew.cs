namespace LogGuardian.Training;

/// <summary>Windows of a new set and of an older one over the same messages, and what a model said of the older ones before it learned.</summary>
internal sealed class OldAndNew
{
    /// <exception cref="TrainingException">The new set has no windows.</exception>
    public OldAndNew(WindowModel model, TrainingSet fresh, TrainingSet replay)
    {
        if (fresh.Windows.Count == 0)
        {
            throw new TrainingException("The new set has no windows; there is nothing to learn. Add some.");
        }

        All = new TrainingSet();
        New = Add(fresh);
        NewMessages = All.Messages.Count;
        Old = Add(replay);
        Odds = OddsOf(model, Old);
    }

    public TrainingSet All { get; }

    public IReadOnlyList<TrainingWindow> New { get; }

    public IReadOnlyList<TrainingWindow> Old { get; }

    /// <summary>Messages of the new set; they come first.</summary>
    public int NewMessages { get; }

    /// <summary>Calibrated log-odds of <see cref="Old"/> by the model as it was.</summary>
    public float[] Odds { get; }

    /// <summary>Parts of older windows that the model reads at once, and what it said of the windows. Only those that fit whole are compared with that.</summary>
    public (IReadOnlyList<TrainingWindow> Windows, float[] Odds) Whole(int maxMessages)
    {
        int[] fit = [.. Enumerable.Range(0, Old.Count).Where(i => Old[i].Messages.Length <= maxMessages)];
        return ([.. fit.Select(i => Old[i])], [.. fit.Select(i => Odds[i])]);
    }

    /// <summary>Calibrated log-odds of windows by a model as it is.</summary>
    public float[] OddsOf(WindowModel model, IReadOnlyList<TrainingWindow> windows) =>
        Array.ConvertAll(WindowScores.Of(model, All, windows), model.OddsOf);

    private TrainingWindow[] Add(TrainingSet set)
    {
        int[] places = [.. set.Messages.Select(All.IndexOf)];
        return [.. set.Windows.Select(window => window with { Messages = Array.ConvertAll(window.Messages.ToArray(), message => places[message]) })];
    }
}
