using System.Globalization;
using System.Text;
using System.Text.Json;
using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class CopyTests
{
    public static TheoryData<string> Copyable => ["novelty", "counts", "order", "values", "severity", "sequences", "pca", "unseen"];

    [Theory]
    [MemberData(nameof(Copyable))]
    public async Task CopyFrom_DetectorThatLearned_KnowsTheSameAndLearnsOnItsOwn(string name)
    {
        IDetector taught = Create(name);
        IDetector copy = Create(name);
        foreach (int i in Enumerable.Range(0, 120))
        {
            taught.Learn(Window(i));
        }

        // What was known before is forgotten.
        copy.Learn(Logs.Window("x y z"));
        ((ICopyable)copy).CopyFrom((IStateful)taught);
        Assert.Equal(Saved(taught), Saved(copy));
        Assert.True(await taught.ScoreAsync(Strange()) > 0);
        await AssertScoresEqual(taught, copy);

        string before = Saved(taught);
        foreach (int i in Enumerable.Range(120, 120))
        {
            copy.Learn(Window(i));
        }

        Assert.Equal(before, Saved(taught));
        Assert.NotEqual(before, Saved(copy));
        foreach (int i in Enumerable.Range(120, 120))
        {
            taught.Learn(Window(i));
        }

        Assert.Equal(Saved(taught), Saved(copy));
        await AssertScoresEqual(taught, copy);
    }

    [Fact]
    public void CopyFrom_Calibration_ScoresTheSameAndLearnsOnItsOwn()
    {
        var taught = new Calibration(Cascade.Flat(2));
        var copy = new Calibration(Cascade.Flat(2));
        for (int i = 0; i < 500; i++)
        {
            taught.Add([i % 7 * 0.5f, i % 11]);
        }

        copy.Add([9, 9]);
        copy.CopyFrom(taught);
        float[] raw = [2.5f, 12];
        (float score, double share, double own, float limit) = (taught.Score(raw), taught.PValue(raw), taught.TierPValue(1, 9), taught.ThresholdFor(1e-4));
        Assert.Equal((score, share, own, limit), (copy.Score(raw), copy.PValue(raw), copy.TierPValue(1, 9), copy.ThresholdFor(1e-4)));
        Assert.Equal(Saved(taught), Saved(copy));

        for (int i = 0; i < 500; i++)
        {
            copy.Add([100, 100]);
        }

        Assert.NotEqual(score, copy.Score(raw));
        Assert.Equal((score, share, own, limit), (taught.Score(raw), taught.PValue(raw), taught.TierPValue(1, 9), taught.ThresholdFor(1e-4)));
    }

    [Fact]
    public void DefaultDetectors_ThatAreTriedOut_AreCopiedAndNotWrittenDown() => Assert.All(["novelty", "counts", "order", "values", "severity"], name =>
    {
        Assert.True(LearnedModel.CanCopy(Create(name)));
        Assert.IsAssignableFrom<ICopyable>(Create(name));
    });

    private static IDetector Create(string name) => name switch
    {
        "novelty" => new NoveltyDetector(new NoveltyOptions()),
        "counts" => new CountDetector(new CountOptions(), seed: 7),
        "order" => new OrderDetector(new OrderOptions()),
        "values" => new ValueDetector(new ValueOptions()),
        "sequences" => new SequenceDetector(new SequenceOptions()),
        "unseen" => new UnseenDetector(new ScriptedDetector("unseen", DetectorTier.Model, window => window.Count), new UnseenOptions()),
        "pca" => new PcaDetector(new PcaOptions(), seed: 7),
        _ => new SeverityDetector(new SeverityOptions()),
    };

    /// <summary>Twenty lines in an order, mix, severity and with values that differ from window to window.</summary>
    private static LogWindow Window(int i) => new(
        WindowKind.Count,
        Array.ConvertAll([.. Enumerable.Range(0, 20)], at => Line((i * 20) + at, "t" + ((at * (1 + (i % 3))) + (i % 5 == 0 ? i % 9 : 0)) % 10, 10 + (((i * 7) + (at * 13)) % 40), at % 17 == 3)));

    private static LogWindow Strange() => new(
        WindowKind.Count, Array.ConvertAll([.. Enumerable.Range(0, 20)], at => Line(9_000 + at, at < 15 ? "t0" : "unseen", 900_000, isError: true)));

    private static ParsedLog Line(int id, string template, int value, bool isError)
    {
        byte[] content = Encoding.UTF8.GetBytes(template + " " + value.ToString(CultureInfo.InvariantCulture) + " " + (value % 3 == 0 ? "primary" : "replica"));
        int number = template.Length + 1;
        int word = content.AsSpan().LastIndexOf((byte)' ') + 1;
        Parameter[] parameters = [new(number, word - 1 - number, ParameterKind.Number), new(word, content.Length - word, ParameterKind.Text)];
        return new ParsedLog(new LogLine("app" + (id % 2), id, content), content, Logs.Template(template), parameters) { Severity = isError ? LogSeverity.Error : LogSeverity.Information };
    }

    private static async Task AssertScoresEqual(IDetector one, IDetector other)
    {
        foreach (LogWindow window in Enumerable.Range(300, 10).Select(Window).Append(Strange()))
        {
            Assert.Equal(await one.ScoreAsync(window), await other.ScoreAsync(window));
        }
    }

    private static string Saved<T>(T stage)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            ((IStateful)stage!).SaveState(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
