using Microsoft.ML.OnnxRuntime;

namespace LogGuardian.Inference;

/// <summary>
/// Reads windows of one length at a time: prompt and messages lie in one buffer, which is bound once for each length. One pass without keys of rows before; of its logits two are looked at.
/// </summary>
internal sealed class DecoderWorker : IDisposable
{
    private const int MaxShapes = 256;

    // Odds beyond e to the 20 say no more than these, and would make a calibration of nothing else.
    private const float MostLogOdds = 20;

    private static readonly float[] NoFloats = GC.AllocateArray<float>(1, pinned: true);
    private static readonly Float16[] NoHalves = GC.AllocateArray<Float16>(1, pinned: true);

    private readonly ModelSession _session;
    private readonly DecoderLayout _layout;
    private readonly BundleManifest _manifest;
    private readonly PromptRows _prompt;
    private readonly int _hidden;
    private readonly int _promptRows;
    private readonly float[] _rows;
    private readonly long[] _mask;
    private readonly long[] _positions;
    private readonly RunOptions _run = new();
    private readonly Dictionary<(int Windows, int Messages), BoundShape> _shapes = [];

    /// <summary>Makes a worker.</summary>
    /// <param name="session">The decoder; must be held as long as the worker is used.</param>
    /// <param name="layout">How it is called.</param>
    /// <param name="manifest">What the manifest says.</param>
    /// <param name="prompt">Rows of the question.</param>
    /// <param name="mostWindows">Windows that are read at once.</param>
    public DecoderWorker(ModelSession session, DecoderLayout layout, BundleManifest manifest, PromptRows prompt, int mostWindows)
    {
        (_session, _layout, _manifest, _prompt) = (session, layout, manifest, prompt);
        _hidden = manifest.Decoder!.Hidden;
        _promptRows = (prompt.Before.Length + prompt.After.Length) / _hidden;
        int most = mostWindows * (manifest.Window.MaxMessages + _promptRows);
        _rows = GC.AllocateUninitializedArray<float>(most * _hidden, pinned: true);
        _mask = GC.AllocateUninitializedArray<long>(most, pinned: true);
        _positions = GC.AllocateUninitializedArray<long>(most, pinned: true);
        _mask.AsSpan().Fill(1);
    }

    /// <summary>Reads windows.</summary>
    /// <param name="messages">Rows of their messages, window by window.</param>
    /// <param name="count">Messages of each window.</param>
    /// <param name="logOdds">Receives the log-odds of an anomaly, one for each window.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The model failed, or its answer is not a number.</exception>
    public void Run(ReadOnlySpan<float> messages, int count, Span<float> logOdds, CancellationToken cancellationToken)
    {
        int rows = _promptRows + count;
        for (int window = 0; window < logOdds.Length; window++)
        {
            Span<float> part = _rows.AsSpan(window * rows * _hidden, rows * _hidden);
            _prompt.Before.CopyTo(part);
            messages.Slice(window * count * _hidden, count * _hidden).CopyTo(part[_prompt.Before.Length..]);
            _prompt.After.CopyTo(part[^_prompt.After.Length..]);
            for (int row = 0; _layout.Positions is not null && row < rows; row++)
            {
                _positions[(window * rows) + row] = row;
            }
        }

        BoundShape shape = Bind(logOdds.Length, count);
        if (!_session.ReadsBoundInputs)
        {
            shape.BindInputs();
        }

        _session.Run(shape.Binding, _run, cancellationToken);
        using IDisposableReadOnlyCollection<OrtValue> outputs = shape.Binding.GetOutputValues();
        ReadOnlySpan<float> logits = outputs[0].GetTensorDataAsSpan<float>();
        int width = logits.Length / logOdds.Length;
        for (int window = 0; window < logOdds.Length; window++)
        {
            logOdds[window] = LogOdds(logits.Slice(window * width, width), count);
        }
    }

    public void Dispose()
    {
        Clear();
        _run.Dispose();
    }

    /// <summary>Of the last row, whether the model gives the others or not.</summary>
    private float LogOdds(ReadOnlySpan<float> logits, int count)
    {
        int vocabulary = _manifest.Decoder!.Vocabulary;
        if (logits.Length == 0 || logits.Length % vocabulary != 0)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{_session.File}: the output has {logits.Length} numbers for a window; it must be decoder.vocabulary = {vocabulary} for the last row or for each. Correct decoder.vocabulary in the manifest."));
        }

        ReadOnlySpan<float> last = logits[^vocabulary..];
        (float normal, float anomalous) = (last[_manifest.Answer!.Normal], last[_manifest.Answer.Anomalous]);
        float logOdds = (_manifest.Calibration.Slope * (anomalous - normal)) + _manifest.Calibration.Bias;
        return float.IsFinite(logOdds)
            ? Math.Clamp(logOdds, -MostLogOdds, MostLogOdds)
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"{_session.File}: the logits of the answers are {normal} and {anomalous} for a window of {count} messages; they must be finite. Export the decoder anew, in float32 or with less range in its weights."));
    }

    private BoundShape Bind(int windows, int count)
    {
        if (_shapes.TryGetValue((windows, count), out BoundShape? shape))
        {
            return shape;
        }

        if (_shapes.Count == MaxShapes)
        {
            Clear();
        }

        int rows = _promptRows + count;
        int all = windows * rows;
        shape = new BoundShape(_session.Inner);
        try
        {
            shape.Input(_layout.Embeddings, _rows, all * _hidden, _layout.IsBatch ? [windows, rows, _hidden] : [rows, _hidden]);
            shape.Input(_layout.Mask, _mask, all, windows, rows);
            shape.Input(_layout.Positions, _positions, all, windows, rows);
            foreach (DecoderLayout.PastInput past in _layout.Past)
            {
                long[] empty = [windows, past.Heads, 0, past.Size];
                if (past.IsHalf)
                {
                    shape.Input(past.Name, NoHalves, 0, empty);
                }
                else
                {
                    shape.Input(past.Name, NoFloats, 0, empty);
                }
            }

            shape.Binding.BindOutputToDevice(_layout.Output, OrtMemoryInfo.DefaultInstance);
            shape.BindInputs();
        }
        catch (OnnxRuntimeException e)
        {
            shape.Dispose();
            throw new InvalidOperationException($"{_session.File}: its inputs and outputs cannot be bound: {ModelRuntime.FirstLine(e)}", e);
        }

        return _shapes[(windows, count)] = shape;
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
