using System.Globalization;

namespace LogGuardian.TestModels;

/// <summary>How large a transformer is.</summary>
/// <param name="Layers">Its layers.</param>
/// <param name="Hidden">Numbers of a token.</param>
public sealed record ModelShape(int Layers, int Hidden)
{
    /// <summary>Numbers of an attention head.</summary>
    public int HeadSize => Hidden >= 64 ? 32 : 16;

    /// <summary>Attention heads.</summary>
    public int Heads => Hidden / HeadSize;

    /// <summary>Heads of keys and values of a decoder: two heads share one.</summary>
    public int SharedHeads => Math.Max(1, Heads / 2);

    /// <summary>Reads such as <c>4x128</c>.</summary>
    public static ModelShape Parse(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int layers) && layers is >= 1 and <= 64
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int hidden) && hidden is >= 32 and <= 4096 && hidden % 32 == 0
            ? new ModelShape(layers, hidden)
            : throw new ArgumentException($"The shape is '{text}'; it must be layers x hidden, such as 4x128, with a hidden size that 32 divides.", nameof(text));
    }

    /// <summary>Such as <c>4x128</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layers}x{Hidden}");
}
