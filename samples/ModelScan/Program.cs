using System.Globalization;
using LogGuardian;
using LogGuardian.Inference;

// Scans a log with the fast detectors and, for what they leave undecided, the models of a bundle; published ahead of time it is one file beside ONNX Runtime's library:
//   dotnet publish -c Release
//   ModelScan model/ app.log
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [string path, string log])
{
    Console.Error.WriteLine("usage: ModelScan <bundle> <log>");
    return 2;
}

using ModelBundle bundle = ModelBundle.Open(path);
AnomalyDetectorBuilder builder = DefaultDetector.Create().DetectWithMeaning(bundle);
using AnomalyDetector detector = (bundle.Manifest.Decoder is null ? builder : builder.DetectWithLogLlm(bundle)).Build();
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
