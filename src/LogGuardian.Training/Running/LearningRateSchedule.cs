namespace LogGuardian.Training;

/// <summary>How the learning rate goes over the steps of a stage, as a share of the rate that the stage was given: a straight warm-up, and then its kind.</summary>
public sealed record LearningRateSchedule
{
    // As ReduceLROnPlateau of PyTorch: what is better by less is no gain.
    private const double LeastGain = 1e-4;

    /// <summary>What becomes of the rate after the warm-up; default cosine.</summary>
    public LearningRateKind Kind { get; init; } = LearningRateKind.Cosine;

    /// <summary>Steps of the stage; 0, the default, where the trainer fills it in.</summary>
    public long TotalSteps { get; init; }

    /// <summary>Steps of the warm-up; 0, the default, for <see cref="WarmUpShare"/>.</summary>
    public long WarmUpSteps { get; init; }

    /// <summary>Share of the steps that are the warm-up; 0 to below 1, default 0. Not together with <see cref="WarmUpSteps"/>.</summary>
    public double WarmUpShare { get; init; }

    /// <summary>The least share of the rate that is left; 0 to 1, default 0.</summary>
    public double Floor { get; init; }

    /// <summary>What an exponential schedule leaves of the rate at the end; above 0 to 1, default 0.01.</summary>
    public double Decay { get; init; } = 0.01;

    /// <summary>How many validations without a gain a plateau may have; at least 0, default 2. The next one makes the rate fall.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>By what the rate is multiplied at the end of a plateau; above 0 and below 1, default 0.5.</summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>Whether more is better in what plateaus are told by, such as F1; default true. False for losses.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Steps of the warm-up by either rule.</summary>
    internal long WarmUp => WarmUpSteps > 0 ? WarmUpSteps : (long)Math.Round(WarmUpShare * TotalSteps);

    /// <summary>The share of the rate for a step. A step after the last one has the last share.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="plateau">Where a schedule by plateaus has got to; null for its beginning.</param>
    internal double ShareAt(long step, PlateauState? plateau = null)
    {
        Rule.Require(step >= 0, nameof(step), step, "at least 0");
        Rule.Require(TotalSteps > 0 || !NeedsTotal, nameof(TotalSteps), TotalSteps, "the steps of the stage before the schedule is asked");
        long warmUp = WarmUp;
        if (step < warmUp)
        {
            return (step + 1.0) / (warmUp + 1);
        }

        double passed = TotalSteps > warmUp ? Math.Min(1, (step - warmUp) / (double)(TotalSteps - warmUp)) : 1;
        return Kind switch
        {
            LearningRateKind.Linear => Floor + ((1 - Floor) * (1 - passed)),
            LearningRateKind.Cosine => Floor + ((1 - Floor) * (1 + Math.Cos(Math.PI * passed)) / 2),
            LearningRateKind.Exponential => Math.Max(Floor, Math.Pow(Decay, passed)),
            LearningRateKind.Plateau => Math.Max(Floor, (plateau ?? PlateauState.Start).Share),
            _ => 1,
        };
    }

    /// <summary>Where a schedule by plateaus has got to after a validation (PyTorch's <c>ReduceLROnPlateau</c>). A value that is no number is no gain.</summary>
    internal PlateauState After(PlateauState state, double value)
    {
        ArgumentNullException.ThrowIfNull(state);
        bool isGain = state.Best is not { } best
            ? !double.IsNaN(value)
            : HigherIsBetter ? value > best * (1 + LeastGain) : value < best * (1 - LeastGain);
        return isGain ? state with { Best = value, Waited = 0 }
            : state.Waited < Patience ? state with { Waited = state.Waited + 1 }
            : state with { Waited = 0, Share = Math.Max(Floor, state.Share * Factor) };
    }

    internal LearningRateSchedule Validated()
    {
        Rule.Require(Enum.IsDefined(Kind), nameof(Kind), Kind, "one of " + string.Join(", ", Enum.GetNames<LearningRateKind>()));
        Rule.Require(TotalSteps >= 0, nameof(TotalSteps), TotalSteps, "at least 0");
        Rule.Require(WarmUpSteps >= 0, nameof(WarmUpSteps), WarmUpSteps, "at least 0");
        Rule.Require(WarmUpShare is >= 0 and < 1, nameof(WarmUpShare), WarmUpShare, "at least 0 and below 1");
        Rule.Require(WarmUpShare == 0 || WarmUpSteps == 0, nameof(WarmUpShare), WarmUpShare, $"0 where WarmUpSteps is {WarmUpSteps}: one of them says it");
        Rule.Require(Floor is >= 0 and <= 1, nameof(Floor), Floor, "between 0 and 1");
        Rule.Require(Decay is > 0 and <= 1, nameof(Decay), Decay, "above 0 and at most 1");
        Rule.Require(Patience >= 0, nameof(Patience), Patience, "at least 0");
        Rule.Require(Factor is > 0 and < 1, nameof(Factor), Factor, "above 0 and below 1");
        return this with { };
    }

    private bool NeedsTotal => Kind is LearningRateKind.Linear or LearningRateKind.Cosine or LearningRateKind.Exponential || WarmUpShare > 0;
}
