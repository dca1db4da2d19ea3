namespace LogGuardian.Core;

/// <summary>What a window holds at one parameter: its strangest value, and how many of its numbers are high.</summary>
internal record struct ValueFinding(double Unseen, double Excess, double Number, int Line, int Position, int Numbers, int High)
{
    public readonly double Score(ValueHistory history) => Math.Max(Math.Max(Unseen, Excess), history.ManyHigh(High, Numbers));
}
