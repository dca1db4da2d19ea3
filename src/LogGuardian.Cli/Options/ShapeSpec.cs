using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>How large a transformer is: <c>4x128</c>, layers and numbers of a token.</summary>
internal static class ShapeSpec
{
    /// <summary>Numbers of an attention head.</summary>
    public const int HeadWidth = 32;

    private const int MostLayers = 128, MostHidden = 16_384;

    public static (int Layers, int Hidden) Parse(string option, string text)
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
