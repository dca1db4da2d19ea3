using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Running;

/// <summary>What a <see cref="SpyMethod"/> was given.</summary>
internal sealed class Spied
{
    public int Trainings { get; set; }

    public bool Fails { get; set; }

    /// <summary>Trainings that cannot teach it, counted from 1.</summary>
    public HashSet<int> Unfit { get; } = [];

    public List<EvaluationUnit> Training { get; } = [];

    public List<EvaluationUnit> Test { get; } = [];

    public EvaluationMethods Methods(MethodNeeds needs = MethodNeeds.None) => new EvaluationMethods().Add("spy", "looks for event 9", (events, _) => new SpyMethod(needs, events, this));
}
