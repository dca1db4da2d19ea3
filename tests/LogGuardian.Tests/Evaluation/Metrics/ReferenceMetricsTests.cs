using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LogGuardian.Evaluation;
using LogGuardian.Tests.Conventions;

namespace LogGuardian.Tests.Evaluation.Metrics;

/// <summary>Our metrics are those of scikit-learn, to 1e-9, whatever the predictions are.</summary>
public sealed class ReferenceMetricsTests
{
    private const string Script = "tests/LogGuardian.Tests/Evaluation/Metrics/reference_metrics.py";
    private const int Cases = 2_500;
    private const double Tolerance = 1e-9;

    [SkippableFact]
    public async Task Compute_RandomCases_AgreesWithScikitLearn()
    {
        string python = Python();
        Case[] cases = [.. Enumerable.Range(0, Cases).Select(Generate)];
        string input = JsonSerializer.Serialize(cases.Select(one => new
        {
            labels = one.Set.Predictions.Select(row => row.Label ? 1 : 0),
            predicted = one.Set.Predictions.Select(row => row.Predicted ? 1 : 0),
            scores = one.Set.Predictions.Select(row => row.Score.ToString("R", CultureInfo.InvariantCulture)),
            areProbabilities = one.AreProbabilities,
        }));
        using JsonDocument output = JsonDocument.Parse(await RunAsync(python, [Path.Combine(Repository.Root, Script)], input));
        JsonElement[] expected = [.. output.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.Equal(Cases, expected.Length);
        Assert.All(cases.Zip(expected), pair => Compare(pair.First, pair.Second));

        // Every kind of case must have come, or agreement says little.
        Assert.Contains(expected, one => one.GetProperty("rocAuc").ValueKind == JsonValueKind.Null);
        Assert.Contains(cases, one => one.Set.Predictions.Any(row => double.IsInfinity(row.Score)));
        Assert.Contains(cases, one => one.Set.Predictions.Count == 1);
        Assert.Contains(cases, one => one.Set.Predictions.Count > 100 && one.Set.Predictions.Select(row => row.Score).Distinct().Count() <= 3);

        JsonElement quantiles = output.RootElement.GetProperty("studentQuantiles");
        Assert.All(quantiles.EnumerateArray().Select((value, i) => (Degrees: i + 1, Expected: value.GetDouble())), one =>
            Assert.Equal(one.Expected, MetricSummary.StudentQuantile(one.Degrees), 2e-6));
    }

    private static void Compare(Case one, JsonElement expected)
    {
        EvaluationMetrics metrics = EvaluationMetrics.Compute(one.Set, new MetricsOptions { Resamples = 0, ScoresAreProbabilities = one.AreProbabilities });
        Equal("precision", metrics.Confusion.Precision);
        Equal("recall", metrics.Confusion.Recall);
        Equal("f1", metrics.Confusion.F1);
        Equal("mcc", metrics.Confusion.Mcc);
        Equal("rocAuc", metrics.RocAuc);
        Equal("averagePrecision", metrics.AveragePrecision);
        Equal("bestF1", metrics.Best?.Confusion.F1);
        Equal("calibrationError", metrics.CalibrationError);

        void Equal(string name, double? actual)
        {
            JsonElement value = expected.GetProperty(name);
            double? wanted = value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
            Assert.True(
                actual is null == wanted is null && Math.Abs((actual ?? 0) - (wanted ?? 0)) <= Tolerance,
                FormattableString.Invariant($"case {one.Seed}: {name} is {actual}, scikit-learn says {wanted}."));
        }
    }

    private static Case Generate(int seed)
    {
        var random = new Random(seed);
        int units = seed % 10 == 0 ? random.Next(1, 4) : random.Next(1, 200);
        double anomalies = (seed % 7) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        int kind = random.Next(4);
        double threshold = random.NextDouble();
        var set = new PredictionSet(threshold);
        for (int i = 0; i < units; i++)
        {
            bool label = random.NextDouble() < anomalies;
            double score = kind switch
            {
                0 => random.NextDouble(),
                1 => random.Next(3) / 2.0,
                2 => (Sets.Normal(random) + (label ? 1 : 0)) * 1e3,
                _ => random.Next(4) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, _ => random.Next(-2, 3) },
            };
            set.Add(new UnitPrediction($"u{i}", label, score, score >= threshold));
        }

        return new Case(seed, set, AreProbabilities: kind <= 1);
    }

    /// <summary>The first python3 that has scikit-learn: Debian's package belongs to the one in /usr/bin.</summary>
    private static string Python()
    {
        string? found = Array.Find(["/usr/bin/python3", "python3"], python => Has(python));
        Skip.If(found is null, "No python3 with scikit-learn was found; this test compares metrics with it. Install the package python3-sklearn.");
        return found!;
    }

    private static bool Has(string python)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", "import sklearn, scipy"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        string text = await output;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} failed: {await errors}");
        return text;
    }

    private sealed record Case(int Seed, PredictionSet Set, bool AreProbabilities);
}
