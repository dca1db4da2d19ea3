namespace LogGuardian.Evaluation;

/// <summary>Methods to run on a data set by a protocol.</summary>
/// <param name="Data">The data set; with <see cref="Test"/>, what is learned from.</param>
/// <param name="Protocol">How it is divided.</param>
/// <param name="Methods">Names of methods; the baselines are added by the runner.</param>
public sealed record EvaluationCase(EvaluationData Data, Protocol Protocol, IReadOnlyList<string> Methods)
{
    /// <summary>A data set of its own to judge; null, the default, when the protocol divides <see cref="Data"/>.</summary>
    public EvaluationData? Test { get; init; }

    /// <summary>
    /// How often what is random is repeated with the next seed, 1 to 1,000; null, the default, as often as the protocol draws. A protocol whose split
    /// is not random repeats the methods.
    /// </summary>
    public int? Seeds { get; init; }

    internal void Validate()
    {
        const int Most = 1_000;
        if (Seeds is < 1 or > Most)
        {
            throw new ArgumentException(FormattableString.Invariant($"Seeds is {Seeds}; it must be 1 to {Most}, or null for what the protocol says."));
        }
    }
}
