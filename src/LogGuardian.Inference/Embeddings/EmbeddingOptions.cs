using System.Globalization;

namespace LogGuardian;

/// <summary>Options of an embedding model that is used as an encoder.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>
    /// Which model it is, so that a state is not read by another one; null, the default, for the provider and the model that the generator names.
    /// </summary>
    public string? Identity { get; set; }

    /// <summary>Numbers in an embedding, 1 to 65,536, which the generator is asked for; null, the default, for what the generator says that its model has.</summary>
    public int? Dimension { get; set; }

    /// <summary>Templates sent in one request; default 64, range 1 to 2,048.</summary>
    public int BatchSize { get; set; } = 64;

    internal EmbeddingOptions Validated()
    {
        if (Dimension is < 1 or > 65_536)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Dimension), Dimension, string.Create(CultureInfo.InvariantCulture, $"Dimension is {Dimension}; it must be 1 to 65536, or null for what the generator says."));
        }

        return BatchSize is >= 1 and <= 2_048
            ? this with { }
            : throw new ArgumentOutOfRangeException(
                nameof(BatchSize), BatchSize, string.Create(CultureInfo.InvariantCulture, $"BatchSize is {BatchSize}; it must be 1 to 2048. The default is 64."));
    }
}
