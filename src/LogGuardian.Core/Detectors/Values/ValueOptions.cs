using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the value detector.</summary>
public sealed record ValueOptions
{
    /// <summary>Positions of parameters, over all templates, whose values are remembered; default 4,096, range 16 to 1,000,000. Beyond that the tenth seen least leaves first.</summary>
    public int MaxPositions { get; set; } = 4_096;

    internal ValueOptions Validated() => MaxPositions is >= 16 and <= 1_000_000
        ? this with { }
        : throw new ArgumentOutOfRangeException(
            nameof(MaxPositions),
            MaxPositions,
            string.Create(CultureInfo.InvariantCulture, $"MaxPositions is {MaxPositions}; it must be 16 to 1000000. The default is 4096."));
}
