using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace LogGuardian.Inference;

/// <summary>An embedding model as an encoder of templates. The detector keeps what it was given, so that nothing is kept here.</summary>
internal sealed class EmbeddingEncoder : IMessageEncoder
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly EmbeddingGenerationOptions? _request;
    private readonly int _batch;

    public EmbeddingEncoder(IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingOptions options)
    {
        var about = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        Dimension = options.Dimension ?? about?.DefaultModelDimensions
            ?? throw new ArgumentException("The generator does not say how many numbers its embeddings have. Set EmbeddingOptions.Dimension.", nameof(generator));
        string model = options.Identity ?? (about?.DefaultModelId is { } id ? $"{about.ProviderName}/{id}" : null)
            ?? throw new ArgumentException("The generator does not say which model it is. Set EmbeddingOptions.Identity to its name and version.", nameof(generator));
        Identity = FormattableString.Invariant($"embedding:{model}:{Dimension}");
        (_generator, _batch) = (generator, options.BatchSize);
        _request = options.Dimension is { } dimension ? new EmbeddingGenerationOptions { Dimensions = dimension } : null;
    }

    public string Identity { get; }

    public int Dimension { get; }

    public UInt128 KeyOf(in ParsedLog log) => log.Template.Id.Value;

    public async ValueTask EncodeAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> vectors, CancellationToken cancellationToken = default)
    {
        string[] texts = new string[logs.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = logs.Span[i].Template.Text;
        }

        string[] different = [.. texts.Distinct(StringComparer.Ordinal)];
        var embeddings = new Dictionary<string, Embedding<float>>(StringComparer.Ordinal);
        foreach (string[] batch in different.Chunk(_batch))
        {
            GeneratedEmbeddings<Embedding<float>> made = await _generator.GenerateAsync(batch, _request, cancellationToken).ConfigureAwait(false);
            if (made.Count != batch.Length)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"The embedding generator gave {made.Count} embeddings for {batch.Length} texts; it must give one for each."));
            }

            for (int i = 0; i < batch.Length; i++)
            {
                embeddings.Add(batch[i], made[i]);
            }
        }

        for (int i = 0; i < texts.Length; i++)
        {
            Normalise(embeddings[texts[i]].Vector.Span, vectors.Span.Slice(i * Dimension, Dimension), texts[i]);
        }
    }

    private void Normalise(ReadOnlySpan<float> embedding, Span<float> vector, string text)
    {
        if (embedding.Length != Dimension)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The embedding generator gave {embedding.Length} numbers for \"{text}\"; it must give {Dimension}. Set EmbeddingOptions.Dimension to what the model gives."));
        }

        float length = TensorPrimitives.Norm(embedding);
        if (!(length > 0 && float.IsFinite(length)))
        {
            throw new InvalidOperationException(FormattableString.Invariant($"The embedding generator gave \"{text}\" an embedding of length {length}; it must be more than 0, and finite."));
        }

        TensorPrimitives.Divide(embedding, length, vector);
    }
}
