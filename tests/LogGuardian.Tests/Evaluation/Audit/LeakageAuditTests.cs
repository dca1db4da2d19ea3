using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Audit;

public sealed class LeakageAuditTests
{
    [Fact]
    public void Report_OfASmallSplit_CountsWhatAHandFinds()
    {
        var audit = new LeakageAudit();
        Train(audit, false, 0, 1);
        Train(audit, false, 0, 1);
        Train(audit, true, 2);
        Test(audit, false, predicted: false, 0, 1);
        Test(audit, false, predicted: true, 0, 1);
        Test(audit, true, predicted: true, 2);
        Test(audit, true, predicted: false, 1, 0);
        Test(audit, true, predicted: true, 0, 3, 3, 4);
        LeakageReport report = audit.Report();

        Assert.Equal((3, 2), (report.TrainingUnits, report.TrainingSequences));
        Assert.Equal(3.0 / 5, report.SeenShare);
        Assert.Equal((1, 1.0 / 3), (report.SeenAnomalies, report.SeenAnomalyShare));
        Assert.Equal(new ConfusionMatrix(2, 1, 1, 1), report.All);
        Assert.Equal(new ConfusionMatrix(1, 0, 0, 1), report.Unseen);

        // The order of templates matters, and the second unit of [0, 1] does not count.
        Assert.Equal(new ConfusionMatrix(2, 0, 1, 1), report.Distinct);
        Assert.Equal((5, 2, 2.0 / 5), (report.TestTemplates, report.UnseenTemplates, report.UnseenTemplateShare));
        Assert.Equal((11, 3, 3.0 / 11), (report.TestLines, report.UnseenLines, report.UnseenLineShare));
        Assert.Equal(1, report.UnitsWithUnseen);
        Assert.Equal(0, report.ConflictingSequences);
        Assert.True(report.IsComplete);
    }

    [Fact]
    public void Report_SequenceLabelledBothWays_IsOneConflict()
    {
        var audit = new LeakageAudit();
        Train(audit, false, 0);
        Train(audit, null, 1);
        Test(audit, true, false, 0);
        Test(audit, false, false, 0);
        Test(audit, true, false, 1);
        Test(audit, true, false, 2);
        Test(audit, false, false, 2);
        Assert.Equal(2, audit.Report().ConflictingSequences);
        Assert.EndsWith("2 sequences are labelled both ways, so that the sequence alone does not decide.", audit.Report().Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_PlantedLeakage_IsFound()
    {
        LeakageReport report = Judge(leaked: 0.62, (seen, label) => label, out _);
        Assert.InRange(report.SeenShare, 0.60, 0.64);
        Assert.InRange(report.SeenAnomalyShare!.Value, 0.5, 0.75);
        Assert.Equal(1, report.UnseenF1);
        Assert.EndsWith("of the test sequences occur verbatim in training; on the others F1 is 1.00 instead of 1.00: it holds on sequences that were never seen.", report.Verdict, StringComparison.Ordinal);
    }

    /// <summary>A method that remembers which sequences were anomalous, and otherwise tosses a coin, is told from one that detects.</summary>
    [Fact]
    public void Report_MethodThatOnlyRemembers_IsVisible()
    {
        var random = new Random(2);
        LeakageReport report = Judge(leaked: 0.9, (seen, label) => seen ? label : random.Next(2) == 0, out double f1);
        Assert.InRange(f1, 0.7, 1);
        Assert.InRange(report.UnseenF1!.Value, 0, 0.5);
        Assert.EndsWith(": this method remembers more than it detects.", report.Verdict, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"on the others F1 is {report.UnseenF1:0.00} instead of {f1:0.00}"), report.Verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "No test sequence occurs verbatim in training: F1 of 1.00 owes nothing to repetition.")]
    [InlineData(1, "100 % of the test sequences occur verbatim in training; there are no others, so that F1 of 1.00 says nothing about unseen ones.")]
    public void Verdict_NoneOrAllSeen_SaysSo(double leaked, string expected) => Assert.Equal(expected, Judge(leaked, (_, label) => label, out _).Verdict);

    [Fact]
    public void Verdict_WithoutWhatItNeeds_SaysSo()
    {
        var audit = new LeakageAudit();
        Train(audit, true, 0);
        Test(audit, false, true, 1);
        Assert.Equal("The test set holds no anomaly, so that nothing about detection can be told.", audit.Report().Verdict);
        Assert.Null(audit.Report().SeenAnomalyShare);
        Test(audit, true, true, 0);
        Assert.EndsWith("the others hold no anomaly, so that F1 of 0.67 says nothing about unseen ones.", audit.Report().Verdict, StringComparison.Ordinal);
        Test(audit, true, false, 3);
        Test(audit, true, false, 4);
        Assert.Contains("on the others F1 is 0.00 instead of 0.40", audit.Report().Verdict, StringComparison.Ordinal);
        Assert.EndsWith("remembers more than it detects.", audit.Report().Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_MethodThatFindsNothing_IsNotPraised()
    {
        LeakageReport report = Judge(leaked: 0.5, (_, _) => false, out _);
        Assert.EndsWith("on the others F1 is 0.00 instead of 0.00: this method hardly detects anything.", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_MoreSequencesThanRemembered_SaysSo()
    {
        var audit = new LeakageAudit(maxSequences: 3);
        for (int i = 0; i < 3; i++)
        {
            Train(audit, false, i);
        }

        Assert.True(audit.Report().IsComplete);
        Test(audit, true, true, 0);
        Test(audit, true, true, 9);
        LeakageReport report = audit.Report();
        Assert.False(report.IsComplete);
        Assert.Equal((0.5, 1L, 1L), (report.SeenShare, report.Unseen.Total, report.Distinct.Total));
        Assert.EndsWith("There were more sequences than the audit remembers: less is called seen than was.", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_WhatCannotBe_IsRefused()
    {
        var audit = new LeakageAudit();
        Assert.Contains("has no label", Assert.Throws<ArgumentException>(() => audit.AddTest(new EvaluationUnit("a", new[] { 0 }), false)).Message, StringComparison.Ordinal);
        Test(audit, false, false, 0);
        Assert.Contains("all of the training set first", Assert.Throws<InvalidOperationException>(() => Train(audit, false, 0)).Message, StringComparison.Ordinal);
    }

    /// <summary>A thousand training sequences, and a thousand for the test of which a share is copied from training.</summary>
    private static LeakageReport Judge(double leaked, Func<bool, bool, bool> predict, out double f1)
    {
        var random = new Random(1);
        int[] Sequence() => [.. Enumerable.Range(0, 12).Select(_ => random.Next(50))];
        var audit = new LeakageAudit();
        var training = new List<(int[] Events, bool Label)>();
        for (int i = 0; i < 1_000; i++)
        {
            training.Add((Sequence(), random.Next(10) == 0));
            Train(audit, training[i].Label, training[i].Events);
        }

        var all = default(ConfusionMatrix);
        for (int i = 0; i < 1_000; i++)
        {
            bool isSeen = random.NextDouble() < leaked;
            (int[] events, bool label) = isSeen ? training[random.Next(training.Count)] : (Sequence(), random.Next(10) == 0);
            bool predicted = predict(isSeen, label);
            all = all.With(label, predicted);
            Test(audit, label, predicted, events);
        }

        f1 = all.F1;
        LeakageReport report = audit.Report();
        Assert.Equal(all, report.All);
        return report;
    }

    private static void Train(LeakageAudit audit, bool? label, params int[] events) => audit.AddTraining(new EvaluationUnit("t", events) { Label = label });

    private static void Test(LeakageAudit audit, bool label, bool predicted, params int[] events) => audit.AddTest(new EvaluationUnit("u", events) { Label = label }, predicted);
}
