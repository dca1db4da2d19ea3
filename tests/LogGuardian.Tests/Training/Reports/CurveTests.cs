using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Reports;

public sealed class CurveTests
{
    [Fact]
    public void Add_FewValues_KeepsAndSmoothsThem()
    {
        var curve = new Curve();
        foreach ((int step, double value) in new[] { (1, 4.0), (2, double.NaN), (3, 2.0), (4, 0.0) })
        {
            curve.Add(step, value);
        }

        Assert.Equal([(1, 4), (3, 2), (4, 0)], curve.Raw);
        Assert.Equal((3, 1), (curve.Count, curve.Broken));

        // Weights 1, 0.95 and 0.9025, from the newest back.
        Assert.Equal([4, ((0.95 * 4) + 2) / 1.95, ((0.9025 * 4) + (0.95 * 2)) / 2.8525], curve.Smoothed.Select(point => point.Y), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Add_ManyValues_KeepsExtremesInLittleRoom()
    {
        var curve = new Curve();
        for (int step = 0; step < 1_000_000; step++)
        {
            curve.Add(step, step == 123_456 ? 99 : step == 654_321 ? -99 : step % 7);
        }

        Assert.InRange(curve.Points.Count, 512, 1024);
        Assert.Equal((99, -99), (curve.Raw.Max(point => point.Y), curve.Raw.Min(point => point.Y)));
        Assert.Equal((0, 999_999), (curve.Points[0].First, curve.Points[^1].Last));
        Assert.All(curve.Points.Zip(curve.Points.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.InRange(curve.Smoothed[^1].Y, 2.5, 3.5);
    }
}
