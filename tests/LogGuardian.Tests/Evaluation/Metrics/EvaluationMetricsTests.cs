using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Metrics;

public sealed class EvaluationMetricsTests
{
    // By falling score: anomaly, normal, anomaly, anomaly and normal tied, normal. Threshold 0.6 flags the first three.
    private static readonly (bool, double)[] Six = [(true, 0.9), (false, 0.8), (true, 0.7), (true, 0.5), (false, 0.5), (false, 0.1)];

    [Fact]
    public void Compute_SixUnits_GivesWhatAHandFinds()
    {
        EvaluationMetrics metrics = EvaluationMetrics.Compute(Sets.Of(0.6, Six));
        Assert.Equal(new ConfusionMatrix(2, 1, 2, 1), metrics.Confusion);
        Assert.Equal(2.0 / 3, metrics.Confusion.Precision, 12);
        Assert.Equal(2.0 / 3, metrics.Confusion.Recall, 12);
        Assert.Equal(2.0 / 3, metrics.Confusion.F1, 12);
        Assert.Equal(((2.0 * 2) - (1.0 * 1)) / Math.Sqrt(3.0 * 3 * 3 * 3), metrics.Confusion.Mcc, 12);

        // Pairs won: the first anomaly 3, the second 2, the third 1 and half of one, of 9.
        Assert.Equal(6.5 / 9, metrics.RocAuc!.Value, 12);

        // Precision where recall grows: 1, 2/3 and, tied, 3/5.
        Assert.Equal((1 + (2.0 / 3) + (3.0 / 5)) / 3, metrics.AveragePrecision!.Value, 12);
        Assert.Equal(0.5, metrics.Best!.Threshold);
        Assert.Equal(new ConfusionMatrix(3, 2, 1, 0), metrics.Best.Confusion);
        Assert.Equal(0.75, metrics.Best.Confusion.F1, 12);
    }

    [Fact]
    public void Compute_EquallyGoodThresholds_TakesTheOneWithTheFewestAlarms()
    {
        // One of one found: F1 2/3. Both found with two false alarms: F1 2/3 as well.
        EvaluationMetrics metrics = EvaluationMetrics.Compute(Sets.Of(1, (true, 9), (false, 8), (false, 7), (true, 6)));
        Assert.Equal((9, 2.0 / 3), (metrics.Best!.Threshold, metrics.Best.Confusion.F1));
    }

    [Theory]
    [InlineData(1, 1, 1.0 / 3)]
    [InlineData(3, 2.0 / 3, 2.0 / 3)]
    [InlineData(4, 2.5 / 4, 2.5 / 3)]
    [InlineData(5, 3.0 / 5, 1)]
    [InlineData(6, 3.0 / 6, 1)]
    public void Top_OfSixUnits_CountsATieByItsShare(int count, double precision, double recall)
    {
        TopCount top = Assert.Single(EvaluationMetrics.Compute(Sets.Of(0.6, Six), new MetricsOptions { TopCounts = [count] }).Top);
        Assert.Equal(count, top.Count);
        Assert.Equal((precision, recall), (Math.Round(top.Precision, 12), Math.Round(top.Recall, 12)), new RoundedPairs());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Top_MoreThanThereAre_IsRefused(int count)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => EvaluationMetrics.Compute(Sets.Of(0.6, Six), new MetricsOptions { TopCounts = [count] }));
        Assert.Contains($"Precision at {count} was asked for; there are 6 units. Ask for 1 to 6.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Top_ByDefault_IsWhatFits()
    {
        Assert.Equal([3], EvaluationMetrics.Compute(Sets.Of(0.6, Six)).Top.Select(top => top.Count));
        PredictionSet set = Sets.Random(seed: 1, units: 200, anomalies: 0.1, shift: 2);
        int anomalies = set.Predictions.Count(row => row.Label);
        Assert.Equal(new[] { 10, 100, anomalies }.Order(), EvaluationMetrics.Compute(set).Top.Select(top => top.Count));
    }

    [Fact]
    public void Compute_OnlyNormalUnits_LeavesUndefinedNull()
    {
        EvaluationMetrics metrics = EvaluationMetrics.Compute(Sets.Of(2, (false, 1), (false, 2)));
        Assert.Equal((0, 0, 0, 0), (metrics.Confusion.Precision, metrics.Confusion.Recall, metrics.Confusion.F1, metrics.Confusion.Mcc));
        Assert.Equal((null, null, null), (metrics.RocAuc, metrics.AveragePrecision, metrics.Best));
        Assert.Equal((null, null), (metrics.Intervals!.RocAuc, metrics.Intervals.AveragePrecision));
    }

    [Fact]
    public void Compute_OnlyAnomalies_HasNoAuc()
    {
        EvaluationMetrics metrics = EvaluationMetrics.Compute(Sets.Of(2, (true, 1), (true, 2)));
        Assert.Equal((null, 1.0, 1.0), (metrics.RocAuc, metrics.AveragePrecision, metrics.Best!.Confusion.F1));
        Assert.Null(metrics.Intervals!.RocAuc);
        Assert.Equal(new Interval(1, 1), metrics.Intervals.AveragePrecision);
    }

    [Fact]
    public void Compute_InfiniteScores_AreOrdinaryRanks()
    {
        EvaluationMetrics metrics = EvaluationMetrics.Compute(Sets.Of(0, (true, double.PositiveInfinity), (false, 1), (true, 0.5), (false, double.NegativeInfinity)));
        Assert.Equal((0.75, (1 + (2.0 / 3)) / 2), (metrics.RocAuc, metrics.AveragePrecision!.Value));
        Assert.Equal(new ConfusionMatrix(2, 1, 1, 0), metrics.Confusion);
    }

    [Fact]
    public void Compute_OfNothing_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => EvaluationMetrics.Compute(new PredictionSet(1)));
        Assert.Contains("metrics need at least one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CalibrationError_OfProbabilities_IsTheWeightedGap()
    {
        // Bin (0, 0.1]: 0.1 expected, none came. Bin (0.5, 0.6]: 0.6 expected, half came. Bin (0.9, 1]: all came.
        (bool, double)[] rows = [(false, 0.1), (true, 0.6), (false, 0.6), (true, 1)];
        PredictionSet set = Sets.Of(0.5, rows);
        var options = new MetricsOptions { ScoresAreProbabilities = true };
        Assert.Equal((0.1 + (2 * 0.1) + 0) / 4, EvaluationMetrics.Compute(set, options).CalibrationError!.Value, 12);
        Assert.Equal([new ReliabilityBin(0.1, 0, 1), new ReliabilityBin(0.6, 0.5, 2), new ReliabilityBin(1, 1, 1)], EvaluationCurves.Compute(set, options).Reliability);
        Assert.Null(EvaluationMetrics.Compute(set).CalibrationError);
    }

    [Fact]
    public void CalibrationError_OfNoProbability_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => EvaluationMetrics.Compute(Sets.Of(1, (true, 1.5)), new MetricsOptions { ScoresAreProbabilities = true }));
        Assert.StartsWith("The score of unit 'u0' is 1.5; a probability is 0 to 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FalseAlarms_OfKnownTimesAndLines_AreRates()
    {
        // Two false alarms in half a day and in eight lines.
        var set = new PredictionSet(threshold: 1);
        set.Add(Sets.Unit("a", label: false, minute: 0, lines: 5), new UnitScore(2));
        set.Add(Sets.Unit("b", label: true, minute: 60, lines: 1), new UnitScore(2));
        set.Add(Sets.Unit("c", label: false, minute: (12 * 60) - 2, lines: 2), new UnitScore(2));
        EvaluationMetrics metrics = EvaluationMetrics.Compute(set);
        Assert.Equal(4.0, metrics.FalseAlarmsPerDay!.Value, 9);
        Assert.Equal(250_000, metrics.FalseAlarmsPerMillionLines!.Value, 9);
        set.Add(new UnitPrediction("of which nothing is known", false, 0, false));
        metrics = EvaluationMetrics.Compute(set);
        Assert.Equal((null, null), (metrics.FalseAlarmsPerDay, metrics.FalseAlarmsPerMillionLines));
    }

    [Fact]
    public void Localisation_OfFoundAnomalies_LooksAtTheFirstSuspects()
    {
        var set = new PredictionSet(threshold: 1);
        set.Add(Sets.Unit("first", true, 0, 4, false, false, true, false), new UnitScore(2) { SuspectLines = new[] { 2, 0 } });
        set.Add(Sets.Unit("third", true, 1, 4, false, false, false, true), new UnitScore(2) { SuspectLines = new[] { 0, 1, 3 } });
        set.Add(Sets.Unit("names none", true, 2, 4, true, false, false, false), new UnitScore(2));
        set.Add(Sets.Unit("wrong", true, 3, 6, false, false, false, false, false, true), new UnitScore(2) { SuspectLines = new[] { 0, 1, 2, 3, 4, 5 } });
        set.Add(Sets.Unit("missed", true, 4, 4, true, false, false, false), new UnitScore(0) { SuspectLines = new[] { 0 } });
        set.Add(Sets.Unit("lines unknown", true, 5, 4), new UnitScore(2) { SuspectLines = new[] { 0 } });
        Assert.Equal(
            [new LocalisationHit(1, 1, 4), new LocalisationHit(3, 2, 4), new LocalisationHit(5, 2, 4)],
            EvaluationMetrics.Compute(set).Localisation);
    }

    [Fact]
    public void Localisation_MethodThatNamesNoLines_IsNull()
    {
        var set = new PredictionSet(threshold: 1);
        set.Add(Sets.Unit("a", true, 0, 1, true), new UnitScore(2));
        Assert.Null(EvaluationMetrics.Compute(set).Localisation);
    }

    [Fact]
    public void Add_WhatCannotBe_IsRefused()
    {
        var set = new PredictionSet(threshold: 1);
        EvaluationUnit unit = Sets.Unit("a", true, 0, 2);
        Assert.Contains("'a' is NaN", Assert.Throws<ArgumentException>(() => set.Add(unit, new UnitScore(double.NaN))).Message, StringComparison.Ordinal);
        Assert.Contains("'a' has no label", Assert.Throws<ArgumentException>(() => set.Add(unit.WithoutLabels(), new UnitScore(1))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Suspect line 2 of unit 'a' is not there; positions are 0 to 1.",
            Assert.Throws<ArgumentException>(() => set.Add(unit, new UnitScore(1) { SuspectLines = new[] { 2 } })).Message,
            StringComparison.Ordinal);
        Assert.Contains("no threshold", Assert.Throws<InvalidOperationException>(() => new PredictionSet().Add(unit, new UnitScore(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PredictionSet(double.NaN));
        Assert.Empty(set.Predictions);
    }

    [Theory]
    [InlineData(99, 0.9)]
    [InlineData(100_001, 0.9)]
    [InlineData(1000, 0.4)]
    [InlineData(1000, 1.0)]
    [InlineData(1000, double.NaN)]
    public void Options_OutOfRange_AreRefused(int resamples, double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EvaluationMetrics.Compute(Sets.Of(0.6, Six), new MetricsOptions { Resamples = resamples, Confidence = confidence }));

    private sealed class RoundedPairs : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-9 && Math.Abs(x.Item2 - y.Item2) < 1e-9;

        public int GetHashCode((double, double) obj) => 0;
    }
}
