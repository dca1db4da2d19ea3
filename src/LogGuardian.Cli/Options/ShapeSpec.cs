using System.Globalization;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>How large a transformer is: <c>4x128</c>, layers and numbers of a token.</summary>
internal static class ShapeSpec
{
    // Of an attention head.
    private const int HeadWidth = 32;

    private const int MostLayers = 128, MostHidden = 16_384;

    public static EncoderShape Encoder(string option, string text)
    {
        (int layers, int hidden) = Parse(option, text);
        return new EncoderShape { Layers = layers, Hidden = hidden, Heads = hidden / HeadWidth, Intermediate = 4 * hidden };
    }

    public static DecoderShape Decoder(string option, string text)
    {
        (int layers, int hidden) = Parse(option, text);
        int heads = hidden / HeadWidth;
        return new DecoderShape { Layers = layers, Hidden = hidden, Heads = heads, KeyHeads = heads % 2 == 0 ? heads / 2 : heads, Intermediate = 11 * hidden / 4 };
    }

    private static (int Layers, int Hidden) Parse(string option, string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2 && Read(parts[0], out int layers) && Read(parts[1], out int hidden)
            && layers is >= 1 and <= MostLayers && hidden is >= HeadWidth and <= MostHidden && hidden % HeadWidth == 0
            ? (layers, hidden)
            : throw new CliException(string.Create(
                CultureInfo.InvariantCulture, $"{option} is '{text}'; it must be layers from 1 to {MostLayers}, 'x', and a multiple of {HeadWidth} up to {MostHidden}. Write, say, 4x128."));
    }

    private static bool Read(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
