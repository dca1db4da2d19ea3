namespace LogGuardian;

/// <summary>Why a window is an anomaly: the evidence that carried the score, and sentences built from it.</summary>
/// <param name="Evidence">The evidence, strongest first.</param>
/// <param name="Sentences">Plain sentences, one per piece of evidence or for the whole.</param>
public sealed record Explanation(IReadOnlyList<Evidence> Evidence, IReadOnlyList<string> Sentences)
{
    /// <summary>The sentences as one text.</summary>
    public override string ToString() => string.Join(' ', Sentences);
}
