using System.Globalization;
using LogGuardian;
using LogGuardian.Inference;

// Scans a log with the fast detectors and, for what they leave undecided, a small language model: the one that comes with the package, or that of a bundle of yours. Published ahead of time it
// is one file beside ONNX Runtime's library:
//   dotnet publish -c Release
//   ModelScan app.log
//   ModelScan app.log model.zip
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [string log, .. { Length: <= 1 } bundles])
{
    Console.Error.WriteLine("usage: ModelScan <log> [<bundle>]");
    return 2;
}

// The models are loaded when the detector is built: until then the bundle stays open.
using ModelBundle? bundle = bundles is [string path] ? ModelBundle.Open(path) : null;
AnomalyDetectorBuilder builder = DefaultDetector.Create();
if (bundle is null)
{
    builder.DetectWithLogLlm();
}
else
{
    builder.DetectWithMeaning(bundle);
    if (bundle.Manifest.Decoder is not null)
    {
        builder.DetectWithLogLlm(bundle);
    }
}

using AnomalyDetector detector = builder.Build();
int windows = 0;
int asked = 0;
await foreach (Detection detection in detector.DetectAsync(LogLines.FromFile(log)))
{
    windows++;
    asked += detection.Tiers.Any(tier => tier.Detector is "meaning" or "logllm") ? 1 : 0;
    if (detection.IsAnomaly)
    {
        Console.WriteLine($"{detection.Score:0.00}  lines {detection.Window.FirstLine}-{detection.Window.LastLine}  {string.Join(' ', detection.Tiers.Select(tier => $"{tier.Detector} {tier.Score:0.00}"))}");
        Console.WriteLine($"      {detection.Explanation}");
    }
}

Console.WriteLine($"{windows} windows, {asked} of them judged by models");
return 0;
