using System.Globalization;
using System.Text;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Opens a bundle as users do, and compares what it computes with what it must.</summary>
internal static class BundleVerifier
{
    // Detectors cut log-odds there.
    private const double MostLogOdds = 20;

    /// <summary>Checks a bundle.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="contents">What it was made of.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidDataException">It is no bundle, or too far off.</exception>
    public static async Task<ExportReport> CheckAsync(string path, BundleContents contents, CancellationToken cancellationToken)
    {
        using ModelBundle bundle = ModelBundle.Open(path);
        bundle.Verify();
        (double vectors, double cosine) = await CompareVectorsAsync(bundle, contents.Check, cancellationToken).ConfigureAwait(false);
        double? logOdds = contents is { Decoder: null, Judge: null } ? null : await CompareLogOddsAsync(bundle, contents.Check, cancellationToken).ConfigureAwait(false);
        var report = new ExportReport(vectors, cosine, logOdds, bundle.Hash);
        List<string> problems = [.. Problems(report, contents)];
        return problems.Count == 0
            ? report
            : throw new InvalidDataException(
                $"The exported bundle '{contents.Name}' does not compute what the trained model does: {string.Join("; ", problems)}. What was there before stays. "
                + (contents.Quantized ? "Export it without quantization, or allow a larger difference." : "Compare shape, pooling, masks and prompt with those of the training."));
    }

    private static IEnumerable<string> Problems(ExportReport report, BundleContents contents)
    {
        ExportCheck check = contents.Check;
        if (contents.Quantized && !(report.LeastCosine >= check.LeastCosine))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the least cosine of a vector is {report.LeastCosine:0.#####} and must be at least {check.LeastCosine}");
        }

        if (!contents.Quantized && !(report.VectorDifference <= check.MaxVectorDifference))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"vectors differ by up to {report.VectorDifference:g3} and must by at most {check.MaxVectorDifference}");
        }

        double most = contents.Quantized ? check.MaxQuantizedLogOddsDifference : check.MaxLogOddsDifference;
        if (report.LogOddsDifference is { } difference && !(difference <= most))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"log-odds differ by up to {difference:g3} and must by at most {most}");
        }
    }

    private static async Task<(double Difference, double Cosine)> CompareVectorsAsync(ModelBundle bundle, ExportCheck check, CancellationToken cancellationToken)
    {
        using MessageEncoder encoder = bundle.CreateEncoder();
        float[] vectors = new float[check.Messages.Count * encoder.Dimension];
        await encoder.EncodeAsync(LogsOf(check.Messages), vectors, cancellationToken).ConfigureAwait(false);
        (double most, double least) = (0, 1);
        for (int i = 0; i < check.Messages.Count; i++)
        {
            float[] expected = check.Vectors[i];
            double length = Math.Sqrt(expected.Sum(value => (double)value * value));
            double cosine = 0;
            for (int j = 0; j < expected.Length; j++)
            {
                double actual = vectors[(i * encoder.Dimension) + j];
                cosine += actual * expected[j] / length;
                most = Math.Max(most, Math.Abs(actual - (expected[j] / length)));
            }

            least = Math.Min(least, cosine);
        }

        return (most, least);
    }

    private static async Task<double> CompareLogOddsAsync(ModelBundle bundle, ExportCheck check, CancellationToken cancellationToken)
    {
        IDetector detector = bundle.CreateLogLlm();
        using var owner = (IDisposable)detector;
        LogWindow[] windows = [.. check.Windows.Select(messages => new LogWindow(WindowKind.Count, LogsOf(messages)))];
        float[] odds = new float[windows.Length];
        await detector.ScoreAsync(windows, odds, cancellationToken).ConfigureAwait(false);
        BundleCalibration calibration = bundle.Manifest.Calibration;
        double most = 0;
        for (int i = 0; i < odds.Length; i++)
        {
            double expected = Math.Clamp((calibration.Slope * check.LogOdds[i]) + calibration.Bias, -MostLogOdds, MostLogOdds);
            most = Math.Max(most, Math.Abs(Math.Log(odds[i]) - expected) / calibration.Slope);
        }

        return most;
    }

    private static ParsedLog[] LogsOf(IEnumerable<string> messages) => [.. messages.Select((message, i) =>
    {
        byte[] content = Encoding.UTF8.GetBytes(message);
        return new ParsedLog(new LogLine("export", i + 1, content), content, LogTemplate.Unseen, default);
    })];
}
