namespace LogGuardian.Hosting;

/// <summary>What the code of the host says of a pipeline: the verbs that it calls on the builder of each detector.</summary>
internal sealed class PipelineBuild
{
    public List<Action<IServiceProvider, AnomalyDetectorBuilder>> Configure { get; } = [];
}
