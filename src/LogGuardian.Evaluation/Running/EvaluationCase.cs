namespace LogGuardian.Evaluation;

/// <summary>Methods to run on a data set by a protocol.</summary>
/// <param name="Data">The data set; with <see cref="Test"/>, what is learned from.</param>
/// <param name="Protocol">How it is divided.</param>
/// <param name="Methods">Names of methods; the baselines are added by the runner.</param>
public sealed record EvaluationCase(EvaluationData Data, Protocol Protocol, IReadOnlyList<string> Methods)
{
    /// <summary>A data set of its own to judge; null, the default, when the protocol divides <see cref="Data"/>.</summary>
    public EvaluationData? Test { get; init; }
}
