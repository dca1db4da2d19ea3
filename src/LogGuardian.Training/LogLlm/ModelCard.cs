namespace LogGuardian.Training;

/// <summary>What a trained model says of itself.</summary>
public sealed record ModelCard
{
    /// <summary>What it is called.</summary>
    public string Name { get; init; } = "model";

    /// <summary>The license of its weights; may be empty.</summary>
    public string License { get; init; } = "";

    /// <summary>What it was trained on, what it is good for and what not.</summary>
    public string Text { get; init; } = "";
}
