using System.Globalization;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Shows what a model bundle says of itself.</summary>
internal static class ModelCard
{
    private const int NameWidth = 12;
    private const int Longest = 400;
    private const int LongestCard = 4000;

    public static void Show(Ink ink, ModelBundle bundle)
    {
        BundleManifest manifest = bundle.Manifest;
        ink.WriteLine(new Piece(SafeText.Cut(manifest.Name, Longest), Tone.Strong));
        Row(ink, "license", manifest.License);
        Row(ink, "card", manifest.Card, LongestCard);
        Row(ink, "hash", bundle.Hash);
        Row(ink, "message", $"masks {Lower(manifest.Message.Masks)}{(manifest.Message.Level ? ", level" : "")}{(manifest.Message.Component ? ", component" : "")}{(manifest.Message.Prefix.Length > 0 ? $", prefix '{manifest.Message.Prefix}'" : "")}");
        Row(ink, "tokenizer", Of(manifest.Tokenizer));
        BundleEncoder encoder = manifest.Encoder;
        Row(ink, "encoder", string.Create(CultureInfo.InvariantCulture, $"{encoder.File}, {encoder.Dimension} numbers, pooling {Lower(encoder.Pooling)}{(encoder.Normalize ? ", length 1" : "")}"));
        Row(ink, "projector", manifest.Projector?.File ?? "");
        if (manifest.Decoder is { } decoder)
        {
            Row(ink, "decoder", string.Create(CultureInfo.InvariantCulture, $"{decoder.File}, {decoder.Hidden} numbers, {decoder.Vocabulary} tokens, {manifest.Window.MaxMessages} messages at most"));
        }

        if (manifest.Prompt is { } prompt)
        {
            Row(ink, "prompt", $"{prompt.Before} … {prompt.After}");
        }

        if (manifest.Answer is { } answer)
        {
            Row(ink, "answer", string.Create(
                CultureInfo.InvariantCulture, $"normal {answer.Normal}, anomalous {answer.Anomalous}; log-odds = {manifest.Calibration.Slope} × difference + {manifest.Calibration.Bias}{(manifest.Calibration.Fitted ? ", as labels of its system say" : "")}"));
        }

        ShowFiles(ink, bundle);
    }

    private static void ShowFiles(Ink ink, ModelBundle bundle)
    {
        ink.WriteLine();
        int width = bundle.Manifest.Files.Keys.Max(name => name.Length);
        foreach ((string name, BundleFile file) in bundle.Manifest.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            ink.WriteLine(new Piece(name.PadRight(width) + "  "), new Piece(ScanSummary.Number(file.Bytes).PadLeft(14) + " bytes  " + file.Sha256, Tone.Quiet));
            if (bundle.Models.TryGetValue(name, out BundleModel? model))
            {
                Ports(ink, "in ", model.Inputs);
                Ports(ink, "out", model.Outputs);
                if (model.EncodesAlone && name == bundle.Manifest.Encoder.File)
                {
                    ink.WriteLine(new Piece("  quantised by the range of its input: messages are encoded one at a time", Tone.Quiet));
                }
            }
        }
    }

    private static void Ports(Ink ink, string direction, IReadOnlyList<string> ports)
    {
        foreach (string port in ports)
        {
            ink.WriteLine(new Piece($"  {direction} ", Tone.Quiet), new Piece(SafeText.Cut(port, Longest)));
        }
    }

    private static void Row(Ink ink, string name, string text, int longest = Longest)
    {
        if (text.Length > 0)
        {
            ink.WriteLine(new Piece(name.PadRight(NameWidth), Tone.Quiet), new Piece(SafeText.Cut(text, longest)));
        }
    }

    private static string Of(BundleTokenizer tokenizer) =>
        string.Create(CultureInfo.InvariantCulture, $"{tokenizer.File}, {Lower(tokenizer.Kind)}, at most {tokenizer.MaxTokens} tokens");

    private static string Lower<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
