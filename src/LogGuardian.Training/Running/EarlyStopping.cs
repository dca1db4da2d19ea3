namespace LogGuardian.Training;

/// <summary>When training ends because validation gets no better.</summary>
public sealed record EarlyStopping
{
    /// <summary>Validations without a gain after which training ends; at least 1, default 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>By how much a value must be better than the best one to be a gain; at least 0, default 0. Equal values are none.</summary>
    public double MinGain { get; init; }

    /// <summary>Whether more is better, such as in F1; default true. False for losses.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>What is known after a validation. A value that is no number is no gain.</summary>
    /// <param name="state">What was known before.</param>
    /// <param name="value">The value.</param>
    /// <param name="step">The step that it was measured after.</param>
    internal EarlyStoppingState After(EarlyStoppingState state, double value, long step)
    {
        ArgumentNullException.ThrowIfNull(state);
        bool isGain = state.Best is not { } best
            ? !double.IsNaN(value)
            : HigherIsBetter ? value > best + MinGain : value < best - MinGain;
        return isGain ? new EarlyStoppingState(value, step, 0) : state with { Waited = state.Waited + 1 };
    }

    /// <summary>Whether training ends.</summary>
    internal bool IsOver(EarlyStoppingState state) => state.Waited >= Patience;

    internal EarlyStopping Validated()
    {
        Rule.Require(Patience >= 1, nameof(Patience), Patience, "at least 1");
        Rule.Require(MinGain >= 0 && double.IsFinite(MinGain), nameof(MinGain), MinGain, "at least 0 and finite");
        return this with { };
    }
}
