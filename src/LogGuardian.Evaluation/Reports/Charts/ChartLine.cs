namespace LogGuardian.Evaluation;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">What it goes through, from left to right. Points that are infinite or no number are left out.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>What stands faintly behind it in its colour, such as values that it smooths; empty for nothing.</summary>
    public IReadOnlyList<(double X, double Y)> Behind { get; init; } = [];

    /// <summary>Whether its points are dots as well, where they are few.</summary>
    public bool HasDots { get; init; }
}
