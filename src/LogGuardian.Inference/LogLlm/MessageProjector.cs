using Microsoft.ML.OnnxRuntime;

namespace LogGuardian.Inference;

/// <summary>Makes rows for the decoder of vectors of messages, one at a time: so its numbers do not depend on the others. Safe for concurrent callers.</summary>
internal sealed class MessageProjector : IDisposable
{
    private readonly ModelLease? _lease;
    private readonly bool _isBatch;

    /// <summary>Loads the bundle's projector, if it has one.</summary>
    public MessageProjector(ModelBundle bundle)
    {
        (Inputs, Outputs) = (bundle.Manifest.Encoder.Dimension, bundle.Manifest.Decoder!.Hidden);
        if (bundle.Manifest.Projector is { } projector)
        {
            _lease = bundle.OpenModel(projector.File);
            _isBatch = _lease.Session.Inner.InputMetadata.Values.First().Dimensions.Length > 2;
        }
    }

    /// <summary>Numbers of a vector.</summary>
    public int Inputs { get; }

    /// <summary>Numbers of a row.</summary>
    public int Outputs { get; }

    /// <summary>Makes rows.</summary>
    /// <param name="vectors">Vectors, one after the other.</param>
    /// <param name="take">Gets each row with its 0-based place.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The model failed, or a number is not finite.</exception>
    public void Project(ReadOnlySpan<float> vectors, Action<int, ReadOnlySpan<float>> take, CancellationToken cancellationToken)
    {
        int count = vectors.Length / Inputs;
        if (_lease is null)
        {
            for (int i = 0; i < count; i++)
            {
                take(i, vectors.Slice(i * Inputs, Inputs));
            }

            return;
        }

        ModelSession session = _lease.Session;
        float[] vector = GC.AllocateUninitializedArray<float>(Inputs, pinned: true);
        float[] row = GC.AllocateUninitializedArray<float>(Outputs, pinned: true);
        using var run = new RunOptions();
        using var shape = new BoundShape(session.Inner);
        shape.Input(session.Inner.InputNames[0], vector, Inputs, _isBatch ? [1, 1, Inputs] : [1, Inputs]);
        shape.Output(session.Inner.OutputNames[0], row, _isBatch ? [1, 1, Outputs] : [1, Outputs]);
        for (int i = 0; i < count; i++)
        {
            vectors.Slice(i * Inputs, Inputs).CopyTo(vector);
            if (i == 0 || !session.ReadsBoundInputs)
            {
                shape.BindInputs();
            }

            session.Run(shape.Binding, run, cancellationToken);
            if (!System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<float>(row))
            {
                throw new InvalidOperationException($"{session.File}: the projector gives a number that is not finite. Export it anew, in float32.");
            }

            take(i, row);
        }
    }

    public void Dispose() => _lease?.Dispose();
}
