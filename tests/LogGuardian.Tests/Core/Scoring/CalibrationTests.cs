using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Scoring;

public class CalibrationTests
{
    [Fact]
    public void Score_BeforeAnySample_PutsARawScoreOfOneAtOneHalf()
    {
        var calibration = new Calibration(Cascade.Flat(1));
        Assert.Equal(0.5f, calibration.Score([1f]));
        Assert.Equal(0f, calibration.Score([0f]));
        Assert.Equal(0.9f, calibration.Score([9f]), 5);
    }

    [Fact]
    public void Score_AfterFewWindows_KeepsTheUnitsAndRanksAllTheSame()
    {
        var calibration = new Calibration(Cascade.Flat(1));
        foreach (float raw in Enumerable.Range(1, 30).Select(i => i / 4f))
        {
            calibration.Add([raw]);
        }

        calibration.Fit();
        Assert.Equal(0.5f, calibration.Score([1f]));
        Assert.Equal(1.0 / 16, calibration.PValue([9f]));
        Assert.True(calibration.ThresholdFor(1e-6) >= 0.5f);
        calibration.Add([8f]);
        calibration.Fit();
        Assert.True(calibration.Score([8f]) < 0.5f);
    }

    [Theory]
    [InlineData(0, 0.75f, 0.75f)]
    [InlineData(2, 0.5f, 0.6f)]
    [InlineData(4, 0f, 0.4f)]
    public void Score_StrangeWindowsAmongFewThatTaught_SetTheLevelWhenThereAreSeveral(int strange, float least, float most)
    {
        // An incident that nobody noticed among 60 normal windows must not hide the next one.
        var calibration = new Calibration(Cascade.Flat(1));
        for (int i = 0; i < 60; i++)
        {
            calibration.Add([i >= 40 && i < 40 + strange ? 9f : i % 7 / 10f]);
        }

        calibration.Fit();
        Assert.InRange(calibration.Score([3f]), least, most);
        Assert.Equal((1.0 + strange) / 31, calibration.PValue([8f]), 9);
    }

    [Fact]
    public void LoadState_FirstVersion_ScoresAsTheOneThatWasSaved()
    {
        Calibration saved = Trained(scale: 10);
        saved.Fit();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            saved.SaveState(writer);
        }

        // The first version had the rows alone.
        JsonObject section = JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
        Assert.True(section.Remove("count") && section.Remove("fitted"));
        using var document = JsonDocument.Parse(section.ToJsonString());
        var restored = new Calibration(Cascade.Flat(2));
        restored.LoadState(document.RootElement, 1);
        Assert.Equal(saved.Score([10f, 0f]), restored.Score([10f, 0f]));
        Assert.Equal(saved.Score([400f, 0f]), restored.Score([400f, 0f]));
    }

    [Fact]
    public void Score_AfterNoisyNormalWindows_PutsTheirBorderAtOneHalf()
    {
        Calibration calibration = Trained(scale: 10);
        float ordinary = calibration.Score([10f, 0f]);
        float extreme = calibration.Score([400f, 0f]);
        Assert.InRange(ordinary, 0.05f, 0.45f);
        Assert.InRange(extreme, 0.75f, 0.99f);
    }

    [Fact]
    public void Score_DetectorsInDifferentUnits_BecomeComparable()
    {
        var calibration = new Calibration(Cascade.Flat(2));
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
        {
            calibration.Add([(float)(-Math.Log(random.NextDouble()) * 100), (float)(-Math.Log(random.NextDouble()) * 2)]);
        }

        calibration.Fit();
        Assert.Equal(calibration.TierScore(0, 500), calibration.TierScore(1, 10), 0.1);
    }

    [Fact]
    public void Score_TwoDetectorsAgree_IsHigherThanEitherAlone()
    {
        Calibration calibration = Trained(scale: 1);
        float both = calibration.Score([8f, 8f]);
        Assert.True(both > calibration.Score([8f, 0f]), $"both {both}");
        Assert.True(both > calibration.Score([0f, 8f]), $"both {both}");
    }

    [Fact]
    public void Score_FailedDetector_IsLeftOut()
    {
        Calibration calibration = Trained(scale: 1);
        Assert.Equal(calibration.Score([8f, 0f]), calibration.Score([8f, float.NaN]));
    }

    [Fact]
    public void ThresholdFor_RarerAlarms_IsHigherAndCloseToTheTruth()
    {
        Calibration calibration = Trained(scale: 10);
        float hundredth = calibration.ThresholdFor(0.01);
        Assert.True(calibration.ThresholdFor(0.0001) > hundredth);
        int exceeded = Normal(10, seed: 99).Take(20_000).Count(raw => calibration.Score(raw) >= hundredth);
        Assert.InRange(exceeded / 20_000.0, 0.003, 0.03);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.02)]
    [InlineData(0.01)]
    public void ThresholdFor_WindowsThatAreMostlyAlike_KeepsTheBudget(double budget)
    {
        var random = new Random(5);
        double realised = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            var calibration = new Calibration(Cascade.Flat(1));
            for (int i = 0; i < 3000; i++)
            {
                calibration.Add([Heavy()]);
            }

            calibration.Fit();
            float threshold = calibration.ThresholdFor(budget);
            realised += Enumerable.Range(0, 5000).Count(_ => calibration.Score([Heavy()]) >= threshold) / 5000.0 / 20;
        }

        Assert.InRange(realised, 0.5 * budget, 1.2 * budget);

        // Nine of ten sessions are equal to one that was learned; the others have a tail that is heavier than exponential.
        float Heavy() => random.NextDouble() < 0.9 ? 0 : (float)Math.Pow(1 - random.NextDouble(), -0.7);
    }

    [Fact]
    public void SaveState_Loaded_ScoresTheSame()
    {
        Calibration calibration = Trained(scale: 10);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            calibration.SaveState(writer);
        }

        var restored = new Calibration(Cascade.Flat(2));
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        restored.LoadState(document.RootElement, 1);
        Assert.Equal(calibration.Score([31f, 4f]), restored.Score([31f, 4f]), 2);
        var error = Assert.Throws<JsonException>(() => new Calibration(Cascade.Flat(3)).LoadState(document.RootElement, 1));
        Assert.Equal("The state was saved with 2 detectors; this pipeline has 3. Use the same detectors or learn again.", error.Message);
    }

    private static Calibration Trained(float scale)
    {
        var calibration = new Calibration(Cascade.Flat(2));
        foreach (float[] raw in Normal(scale, seed: 1).Take(2000))
        {
            calibration.Add(raw);
        }

        calibration.Fit();
        return calibration;
    }

    private static IEnumerable<float[]> Normal(float scale, int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            yield return [(float)(-Math.Log(1 - random.NextDouble()) * scale), (float)(-Math.Log(1 - random.NextDouble()))];
        }
    }
}
