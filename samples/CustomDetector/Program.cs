using System.Globalization;
using CustomDetector;
using LogGuardian;

// A detector of one's own beside the ones that are there: requests at night. Lines come from standard input:
//   cat app.log | dotnet run
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using AnomalyDetector detector = DefaultDetector.CreateWithoutWindows()
    .WindowByCount(20)
    .DetectWith(_ => new NightDetector(from: new TimeOnly(22, 0), to: new TimeOnly(6, 0)))
    .Build();
await foreach (Detection detection in detector.DetectAsync(LogLines.FromStream(Console.OpenStandardInput(), "stdin")))
{
    if (detection.IsAnomaly)
    {
        Console.WriteLine($"line {detection.Window.FirstLine}: {detection.Score:0.00} {detection.Evidence[0].Detector} {detection.Explanation}");
    }
}

namespace CustomDetector
{
    /// <summary>Strange is a window with far more lines at night than windows mostly have. Raw scores are in any unit; the pipeline calibrates them.</summary>
    internal sealed class NightDetector(TimeOnly from, TimeOnly to) : IDetector
    {
        public string Name => "night";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
        {
            for (int i = 0; i < windows.Length; i++)
            {
                int atNight = AtNight(windows.Span[i]).Count;
                scores.Span[i] = 4f * atNight / windows.Span[i].Count;
            }

            return ValueTask.CompletedTask;
        }

        public void Learn(LogWindow window)
        {
            // Day and night are known already.
        }

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
            List<ParsedLog> lines = AtNight(window);
            if (lines.Count > 0)
            {
                evidence.Add(new Evidence
                {
                    Kind = EvidenceKind.UnusualCount,
                    Detector = Name,
                    Template = lines[0].Template,
                    Lines = lines,
                    Observed = lines.Count,
                    Expected = 0,
                    Strength = 4.0 * lines.Count / window.Count,
                });
            }
        }

        private List<ParsedLog> AtNight(LogWindow window) =>
            [.. window.Lines.ToArray().Where(log => log.Timestamp is { } time && TimeOnly.FromTimeSpan(time.TimeOfDay).IsBetween(from, to))];
    }
}
