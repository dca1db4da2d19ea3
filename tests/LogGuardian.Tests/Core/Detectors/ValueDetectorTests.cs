using System.Globalization;
using System.Text;
using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class ValueDetectorTests
{
    [Fact]
    public async Task ScoreAsync_LatencyFarBeyondTheGreatest_IsStrangeAndNamesTheValue()
    {
        ValueDetector detector = Taught();
        LogWindow slow = Window(["12ms", "30 ms", "4.5s", "20ms"]);
        Assert.True(await detector.ScoreAsync(slow) > 1);
        Evidence evidence = Assert.Single(detector.Evidence(slow));
        Assert.Equal((EvidenceKind.UnusualValue, "values", 0, "s"), (evidence.Kind, evidence.Detector, evidence.Position, evidence.Unit));
        Assert.Equal((4.5, 0.05, 3L), (evidence.Observed, evidence.Expected, evidence.Lines.Single().Line.LineId));
    }

    [Theory]
    [InlineData("0.049s")]
    [InlineData("49ms")]
    [InlineData("49000us")]
    [InlineData("49 ms")]
    [InlineData("5ms")]
    [InlineData("60ms")]
    public async Task ScoreAsync_NormalLatencyInAnyUnit_IsNotStrange(string latency) => Assert.InRange(await Taught().ScoreAsync(Window([latency])), 0, 0.9f);

    [Fact]
    public async Task ScoreAsync_FarBelowTheLeast_IsStrange()
    {
        ValueDetector detector = new(new ValueOptions());
        LearnAll(detector, i => $"{2000 + (i * 211 % 500)}");
        Assert.True(await detector.ScoreAsync(Window(["3"])) > 1);
        Assert.Equal((3, 2000), detector.Evidence(Window(["3"])).Select(piece => (piece.Observed, piece.Expected)).Single());
    }

    [Theory]
    [InlineData("rid:<NUM> closed", false)]
    [InlineData("orderId=<NUM> paid", false)]
    [InlineData("taken by node_id=<NUM>", false)]
    [InlineData("listening on port=<NUM>", false)]
    [InlineData("paid=<NUM>", true)]
    [InlineData("invalid: <NUM>", true)]
    [InlineData("took <NUM>", true)]
    public async Task ScoreAsync_NumberFarOutOfRange_IsStrangeUnlessItsNameIsThatOfAnIdentifier(string template, bool isStrange)
    {
        // The rid of a connection that lives for hours is one number in all normal lines; the next one is no greater amount of anything.
        ValueDetector detector = new(new ValueOptions());
        LearnAll(detector, i => $"{4 + (i % 2)}", template);
        Assert.Equal(isStrange, await detector.ScoreAsync(Window(["6509"], template)) >= 1);
        Assert.InRange(await detector.ScoreAsync(Window(["6509"], template)), 0.5f, 10);
    }

    [Fact]
    public async Task ScoreAsync_ManySlightlyHighValues_AreStrangeTogether()
    {
        ValueDetector detector = Taught();
        Assert.InRange(await detector.ScoreAsync(Window(["50ms", .. Enumerable.Repeat("20ms", 19)])), 0, 0.9f);
        LogWindow high = Window([.. Enumerable.Repeat("52ms", 15), .. Enumerable.Repeat("20ms", 5)]);
        Assert.True(await detector.ScoreAsync(high) > 1);
        Evidence evidence = Assert.Single(detector.Evidence(high));
        Assert.Equal((EvidenceKind.HighValues, 15.0, 10), (evidence.Kind, evidence.Observed, evidence.Lines.Count));
        Assert.InRange(evidence.Expected, 0.045, 0.052);
    }

    [Theory]
    [InlineData("0.6ms", 0, 0.5f)]
    [InlineData("1.1ms", 0, 0.5f)]
    [InlineData("1.4ms", 1, 2)]
    public async Task ScoreAsync_ManyHighValues_AreStrangeFromADifferenceOfAMillisecondOn(string latency, float least, float most)
    {
        ValueDetector detector = new(new ValueOptions());
        LearnAll(detector, i => string.Create(CultureInfo.InvariantCulture, $"0.{10 + (i * 37 % 41)}ms"));
        Assert.InRange(await detector.ScoreAsync(Window([.. Enumerable.Repeat("0.5ms", 5), .. Enumerable.Repeat(latency, 15)])), least, most);
    }

    [Fact]
    public async Task ScoreAsync_ClassNeverSeen_IsStrangeOnlyWhereClassesAreFew()
    {
        ValueDetector few = new(new ValueOptions());
        LearnAll(few, i => i % 3 == 0 ? "primary" : "replica");
        LogWindow odd = Window(["primary", "corrupt"]);
        Assert.InRange(await few.ScoreAsync(odd), 0.5f, 0.7f);
        Assert.Equal((EvidenceKind.UnseenValue, 2L), few.Evidence(odd).Select(piece => (piece.Kind, piece.Lines[0].Line.LineId)).Single());
        Assert.Equal(0, await few.ScoreAsync(Window(["replica", "primary"])));

        ValueDetector many = new(new ValueOptions());
        LearnAll(many, i => $"user{i % 40}x");
        Assert.Equal(0, await many.ScoreAsync(Window(["stranger"])));
    }

    [Fact]
    public async Task ScoreAsync_KindNeverSeen_IsStrange()
    {
        ValueDetector detector = Taught();
        Assert.True(await detector.ScoreAsync(Window(["NaN"])) > 0.5);
        Assert.Equal(EvidenceKind.UnseenValue, detector.Evidence(Window(["NaN"])).Single().Kind);
    }

    [Fact]
    public async Task ScoreAsync_CounterThatGoesOn_IsNotStrange()
    {
        ValueDetector detector = new(new ValueOptions());
        LearnAll(detector, i => $"{i}");
        Assert.Equal(0, await detector.ScoreAsync(Window(["500000"])));
    }

    [Fact]
    public async Task ScoreAsync_FewValuesOrUnknownTemplate_IsZero()
    {
        ValueDetector detector = new(new ValueOptions());
        detector.Learn(Window(["1", "2", "3"]));
        Assert.Equal(0, await detector.ScoreAsync(Window(["1000000"])));
        Assert.Equal(0, await Taught().ScoreAsync(Window(["90000s"], "other <*>")));
    }

    [Fact]
    public async Task Learn_MorePositionsThanAllowed_ForgetsThoseSeenLeast()
    {
        ValueDetector detector = new(new ValueOptions { MaxPositions = 16 });
        LearnAll(detector, i => $"{10 + (i * 37 % 41)}ms");
        foreach (int i in Enumerable.Range(0, 500))
        {
            detector.Learn(Window(["1"], $"rare{i} <*>"));
        }

        Assert.True(await detector.ScoreAsync(Window(["9s"])) > 1);
        using var state = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(state))
        {
            detector.SaveState(writer);
        }

        Assert.InRange(Encoding.UTF8.GetString(state.ToArray()).Split("\"position\"").Length - 1, 1, 16);
    }

    [Fact]
    public async Task LoadState_OfASavedDetector_ScoresAndLearnsAsItDid()
    {
        ValueDetector saved = Taught();
        ValueDetector restored = new ValueDetector(new ValueOptions()).From(saved);
        foreach (LogWindow window in (LogWindow[])[Window(["4.5s"]), Window(["NaN"]), Window([.. Enumerable.Repeat("52ms", 15)]), Window(["70ms", "20ms"])])
        {
            Assert.Equal(await saved.ScoreAsync(window), await restored.ScoreAsync(window));
            saved.Learn(window);
            restored.Learn(window);
        }
    }

    [Fact]
    public async Task DetectWithValues_InAPipeline_ReportsTheSlowRequest()
    {
        string[] Lines(int count, int slow) => [.. Enumerable.Range(0, count).Select(i => $"GET /items answered in {(i == slow ? 9000 : 10 + (i * 37 % 41))}ms")];
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(10).DetectWithValues().ExplainWithEvidence().Build();
        await detector.LearnAsync(ListSource.Of(Lines(1000, -1)));
        var anomalies = new List<Detection>();
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of(Lines(200, 57))))
        {
            if (detection.IsAnomaly)
            {
                anomalies.Add(detection);
            }
        }

        Detection anomaly = Assert.Single(anomalies);
        Assert.Equal("Value 1 of \"GET /items answered in <DURATION>\" (line 58) is 9 s; normal lines have at most 50 ms.", anomaly.Explanation!.ToString());
    }

    [Fact]
    public void DetectWithValues_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithValues(new ValueOptions { MaxPositions = 5 }));
        Assert.StartsWith("MaxPositions is 5; it must be 16 to 1000000. The default is 4096.", error.Message, StringComparison.Ordinal);
    }

    private static ValueDetector Taught()
    {
        ValueDetector detector = new(new ValueOptions());
        LearnAll(detector, i => string.Create(CultureInfo.InvariantCulture, $"{10 + (i * 37 % 41)}ms"));
        return detector;
    }

    /// <summary>60 windows of 20 lines.</summary>
    private static void LearnAll(ValueDetector detector, Func<int, string> value, string template = "took <*>")
    {
        foreach (int window in Enumerable.Range(0, 60))
        {
            detector.Learn(Window([.. Enumerable.Range(window * 20, 20).Select(value)], template));
        }
    }

    private static LogWindow Window(string[] values, string template = "took <*>") => new(
        WindowKind.Count,
        values.Select((value, i) =>
        {
            byte[] content = Encoding.UTF8.GetBytes(value);
            int length = value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? space : content.Length;
            ParameterKind kind = !char.IsAsciiDigit(value[0]) ? ParameterKind.Identifier : value.EndsWith('s') && length == content.Length ? ParameterKind.Duration : ParameterKind.Number;
            return new ParsedLog(new LogLine("app", i + 1, content), content, Logs.Template(template), new[] { new Parameter(0, length, kind) });
        }).ToArray());
}
