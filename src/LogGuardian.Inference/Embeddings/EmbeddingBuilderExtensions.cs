using LogGuardian.Inference;
using Microsoft.Extensions.AI;

namespace LogGuardian;

/// <summary>Adds the meaning detector on any embedding model.</summary>
public static class EmbeddingBuilderExtensions
{
    /// <summary>
    /// Detects lines whose meaning is far from that of every normal line, by the embeddings of their templates: a template is embedded when it first comes, and what its values
    /// are never leaves the process.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="generator">Makes embeddings. It is not disposed.</param>
    /// <param name="embedding">Options of the embeddings; null for what the generator says of itself.</param>
    /// <param name="options">Options of the detector; null for the defaults.</param>
    /// <exception cref="ArgumentException">Neither the generator nor the options say which model it is, or how many numbers its embeddings have.</exception>
    public static AnomalyDetectorBuilder DetectWithMeaning(
        this AnomalyDetectorBuilder builder, IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingOptions? embedding = null, MeaningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(generator);
        return builder.DetectWithMeaning(new EmbeddingEncoder(generator, (embedding ?? new EmbeddingOptions()).Validated()), options);
    }
}
