using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace LogGuardian.Inference;

/// <summary>Runs the encoder on one batch at a time, in buffers of its own that are bound once for each shape.</summary>
internal sealed class EncoderWorker : IDisposable
{
    private const int MaxShapes = 512;

    // Messages at least seven eighths as long as the longest are filled up to its length.
    private const int FillShare = 8;
    private readonly ModelSession _session;
    private readonly EncoderLayout _layout;
    private readonly BundleEncoder _encoder;
    private readonly bool _normalize;
    private readonly int _batchTokens;
    private readonly RunOptions _run = new();
    private readonly Dictionary<(int Count, int Length), BoundShape> _shapes = [];
    private readonly long[] _ids;
    private readonly long[] _mask;
    private readonly long[]? _types;
    private readonly long[]? _positions;
    private readonly float[] _output;

    /// <summary>Makes a worker.</summary>
    /// <param name="session">The encoder; held until the worker is disposed.</param>
    /// <param name="layout">How it is called.</param>
    /// <param name="encoder">What the manifest says of it.</param>
    /// <param name="normalize">Whether vectors are brought to length 1.</param>
    /// <param name="batchTokens">Tokens of a batch, at least those of the longest message.</param>
    public EncoderWorker(ModelSession session, EncoderLayout layout, BundleEncoder encoder, bool normalize, int batchTokens)
    {
        ObjectDisposedException.ThrowIf(!session.TryHold(), session);
        _session = session;
        _layout = layout;
        _encoder = encoder;
        _normalize = normalize;
        _batchTokens = batchTokens;
        _ids = GC.AllocateArray<long>(batchTokens, pinned: true);
        _mask = GC.AllocateArray<long>(batchTokens, pinned: true);
        _types = layout.Types is null ? null : GC.AllocateArray<long>(batchTokens, pinned: true);
        _positions = layout.Positions is null ? null : GC.AllocateArray<long>(batchTokens, pinned: true);
        _output = GC.AllocateUninitializedArray<float>(batchTokens * encoder.Dimension, pinned: true);
    }

    /// <summary>Whether a batch may hold several messages.</summary>
    public bool JoinsMessages => !_layout.Alone;

    /// <summary>What is encoded next.</summary>
    public List<EncoderTicket> Batch { get; } = [];

    public bool IsFull => Batch.Count > 0 && (_layout.Alone || (Batch.Count + 1) * Batch[0].Length > _batchTokens);

    /// <summary>Messages beyond a power of two: few different shapes can all stay bound.</summary>
    public int Surplus => Batch.Count == 0 ? 0 : Batch.Count - (int)(1u << BitOperations.Log2((uint)Batch.Count));

    /// <summary>Begins a batch.</summary>
    public void Begin()
    {
        Batch.Clear();
        _run.Terminate = false;
    }

    /// <summary>Adds a message whose length fits the first one.</summary>
    public bool TryAdd(EncoderTicket ticket)
    {
        if (Batch.Count > 0 && (ticket.Length > Batch[0].Length || ticket.Length < Batch[0].Length - (Batch[0].Length / FillShare)))
        {
            return false;
        }

        Batch.Add(ticket);
        return true;
    }

    /// <summary>Ends the run under way.</summary>
    public void Stop() => _run.Terminate = true;

    /// <summary>Encodes the batch.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidOperationException">The model failed.</exception>
    public void Run()
    {
        int length = Batch[0].Length;
        for (int row = 0; row < Batch.Count; row++)
        {
            Fill(Batch[row], row * length, length);
        }

        BoundShape shape = Bind(Batch.Count, length);
        if (!_session.ReadsBoundInputs)
        {
            shape.BindInputs();
        }

        _session.Run(shape.Binding, _run);
        for (int row = 0; row < Batch.Count; row++)
        {
            EncoderTicket ticket = Batch[row];
            Span<float> vector = ticket.Vector;
            int width = _encoder.Pooling == EncoderPooling.None ? 1 : length;
            VectorPooling.Pool(_encoder.Pooling, _output.AsSpan(row * width * vector.Length, width * vector.Length), ticket.Length, vector);
            if (!VectorPooling.TryFinish(vector, _normalize))
            {
                throw new InvalidOperationException($"{_encoder.File}: the model gives a vector that is zero or not finite; vectors of messages must have a direction. Export the model anew.");
            }
        }
    }

    public void Dispose()
    {
        Clear();
        _run.Dispose();
        _session.Release();
    }

    private void Fill(EncoderTicket ticket, int start, int length)
    {
        for (int i = 0; i < length; i++)
        {
            bool isToken = i < ticket.Length;

            // What fills up is masked; any id that is in the vocabulary will do.
            _ids[start + i] = isToken ? ticket.Ids[i] : 0;
            _mask[start + i] = isToken ? 1 : 0;
            if (_positions is not null)
            {
                _positions[start + i] = i;
            }
        }
    }

    private BoundShape Bind(int count, int length)
    {
        if (_shapes.TryGetValue((count, length), out BoundShape? shape))
        {
            return shape;
        }

        if (_shapes.Count == MaxShapes)
        {
            Clear();
        }

        shape = new BoundShape(_session.Inner);
        try
        {
            int tokens = count * length;
            shape.Input(_layout.Ids, _ids, tokens, count, length);
            shape.Input(_layout.Mask, _mask, tokens, count, length);
            shape.Input(_layout.Types, _types, tokens, count, length);
            shape.Input(_layout.Positions, _positions, tokens, count, length);
            if (_encoder.Pooling == EncoderPooling.None)
            {
                shape.Output(_layout.Output, _output, count, _encoder.Dimension);
            }
            else
            {
                shape.Output(_layout.Output, _output, count, length, _encoder.Dimension);
            }

            shape.BindInputs();
        }
        catch (OnnxRuntimeException e)
        {
            shape.Dispose();
            throw new InvalidOperationException($"{_encoder.File}: its inputs and outputs cannot be bound: {ModelRuntime.FirstLine(e)}", e);
        }

        return _shapes[(count, length)] = shape;
    }

    private void Clear()
    {
        foreach (BoundShape shape in _shapes.Values)
        {
            shape.Dispose();
        }

        _shapes.Clear();
    }
}
