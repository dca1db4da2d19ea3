using LogGuardian.Evaluation;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Evaluation.Running;

/// <summary>Units that are judged and not counted, and the answers that a method gets to its reports.</summary>
public sealed class AdaptationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0)]
    [InlineData(50, 3)]
    [InlineData(50, 16)]
    public async Task Run_AdaptUnits_AreJudgedAndNotCounted(int units, int labels)
    {
        var told = new List<EvaluationUnit>();
        var method = new Listening(told);
        EvaluationMethods methods = new EvaluationMethods().Add("listening", "takes feedback", (_, _) => method);
        Protocol protocol = Protocol.Find("half") with { Split = SplitKind.Chronological, AdaptUnits = units, AdaptLabels = labels };
        var data = EvaluationData.Open("hdfs-sequences", SequenceFile.Write(_folder));
        EvaluationResult result = (await new EvaluationRunner(new EvaluationRunOptions { Methods = methods }).RunAsync([new EvaluationCase(data, protocol, ["listening"])]))[0];
        Assert.Equal(200 - units, result.Test.Units);
        Assert.Equal(200, method.Judged.Count);
        Assert.All(method.Judged, unit => Assert.Null(unit.Label));
        Assert.Equal(method.Judged.Take(units).Where(Listening.IsReported).Take(labels).Select(unit => unit.Key), told.Select(unit => unit.Key));
        Assert.All(told, unit => Assert.NotNull(unit.Label));
    }

    [Fact]
    public async Task Run_EditedTemplates_AreFollowed()
    {
        var data = EvaluationData.Open("hdfs-sequences", SequenceFile.Write(_folder, sessions: 2_000, anomalies: 200));
        _folder.Write("templates.csv", "EventId,EventTemplate\nE1,Receiving block <*> from peer\nE2,Opening file <*>\nE3,Lease renewed for <*>\nE4,Wrote packet <*> to disk\nE5,Checked sum of <*> bytes\nE6,Sent reply <*> upstream\nE9,Broken pipe to <*>\n");
        Protocol protocol = Protocol.Find("half") with { Split = SplitKind.Chronological, EditShare = 0.3, AdaptUnits = 100 };
        IReadOnlyList<EvaluationResult> results = await new EvaluationRunner().RunAsync([new EvaluationCase(data, protocol, ["logguardian", "logguardian-following"])]);
        Assert.True(results[0].Metrics.Confusion.F1 < 0.5, $"F1 without following is {results[0].Metrics.Confusion.F1}.");
        Assert.True(results[1].Metrics.Confusion.F1 > 0.97, $"F1 with following is {results[1].Metrics.Confusion.F1}.");
    }

    private sealed class Listening(List<EvaluationUnit> told) : IEvaluationMethod, IFeedbackMethod
    {
        public List<EvaluationUnit> Judged { get; } = [];

        public string Name => "listening";

        public MethodNeeds Needs => MethodNeeds.None;

        public double Threshold => 1;

        public static bool IsReported(EvaluationUnit unit) => unit.Events.Length % 2 == 0;

        public async Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default) => _ = await training.CountAsync(cancellationToken);

        public ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default)
        {
            for (int i = 0; i < units.Length; i++)
            {
                Judged.Add(units.Span[i]);
                scores.Span[i] = new UnitScore(IsReported(units.Span[i]) ? 1 : 0);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask TellAsync(EvaluationUnit unit, CancellationToken cancellationToken = default)
        {
            told.Add(unit);
            return ValueTask.CompletedTask;
        }
    }
}
