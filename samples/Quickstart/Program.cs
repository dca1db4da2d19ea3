using System.Diagnostics;
using System.Globalization;
using LogGuardian;
using Quickstart;

// Two logs of one recording, an order service's and its PostgreSQL's, with faults injected while it ran. Nothing is configured and nothing is
// labelled: the first 5,000 lines of each log are taken as normal.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string data = Path.Combine(AppContext.BaseDirectory, "data");
FaultList faults = FaultList.Read(Path.Combine(data, "faults.json"));
var clock = Stopwatch.StartNew();

using AnomalyDetector detector = DefaultDetector.Create().Build();
var detections = new List<Detection>();
foreach (string file in faults.Files)
{
    await foreach (Detection detection in detector.DetectAsync(LogLines.FromFile(Path.Combine(data, file))))
    {
        detections.Add(detection);
    }
}

return new Report(Console.Out, faults, detections, detector.Counts, clock.Elapsed).Write() ? 0 : 1;
