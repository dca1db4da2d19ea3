using System.Buffers;

namespace LogGuardian.Inference;

/// <summary>
/// Strange is a window to which a decoder would rather answer "anomalous" than "normal". The raw score is the odds of it: 1 is as likely as not. Read from logits, never from text.
/// A window with more messages than the decoder reads is cut into consecutive parts, and the strangest of them counts.
/// </summary>
internal sealed class LogLlmDetector : IDetector, IDisposable
{
    private readonly MessageEncoder _encoder;
    private readonly MessageProjector _projector;
    private readonly MessageRows _rows;
    private readonly WindowReader _reader;

    /// <exception cref="InvalidOperationException">ONNX Runtime, the provider or the memory is missing; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">A model is not what the manifest says.</exception>
    public LogLlmDetector(ModelBundle bundle, LogLlmOptions options)
    {
        IsCalibrated = bundle.Manifest.Calibration.Fitted;
        IsSelective = IsCalibrated && bundle.Manifest.Prompt is null;
        Settles = IsCalibrated ? [] : bundle.IsDefault ? ["novelty"] : ["novelty", "counts", "order", "sequences", "pca"];
        _encoder = bundle.CreateEncoder(options.Encoder, normalize: false);
        try
        {
            _projector = new MessageProjector(bundle);
            _rows = new MessageRows(_encoder, _projector, options.MaxCachedRows);
            _reader = new WindowReader(bundle, options.Workers);
        }
        catch (Exception)
        {
            _projector?.Dispose();
            _encoder.Dispose();
            throw;
        }
    }

    public string Name => "logllm";

    public DetectorTier Tier => DetectorTier.Model;

    /// <summary>Labels taught it what no other detector knows, and a model that is no language model, with words around the messages, costs no more than the others.</summary>
    public bool IsSelective { get; }

    public bool IsCalibrated { get; }

    /// <summary>A model that was trained on no window of the system knows neither counts nor order of it.</summary>
    public IReadOnlyList<string> Settles { get; }

    public async ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        scores.Span[..windows.Length].Clear();
        List<(int Window, ReadOnlyMemory<ParsedLog> Logs)> parts = [];
        for (int window = 0; window < windows.Length; window++)
        {
            foreach (ReadOnlyMemory<ParsedLog> part in PartsOf(windows.Span[window]))
            {
                parts.Add((window, part));
            }
        }

        float[] odds = new float[_reader.AtOnce];
        for (int from = 0, count; from < parts.Count; from += count)
        {
            count = 1;
            while (count < _reader.AtOnce && from + count < parts.Count && parts[from + count].Logs.Length == parts[from].Logs.Length)
            {
                count++;
            }

            await ReadAsync(parts.GetRange(from, count).ConvertAll(part => part.Logs), odds.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < count; i++)
            {
                ref float score = ref scores.Span[parts[from + i].Window];
                score = Math.Max(score, MathF.Exp(odds[i]));
            }
        }
    }

    public void Learn(LogWindow window)
    {
        // Its weights are what it knows.
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence)
    {
        var blame = new Occlusion(_encoder, _rows, _reader);
        blame.CollectAsync(window, PartsOf(window), Name, evidence).AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _projector.Dispose();
        _encoder.Dispose();
    }

    private IEnumerable<ReadOnlyMemory<ParsedLog>> PartsOf(LogWindow window)
    {
        for (int start = 0; start < window.Count; start += _reader.MaxMessages)
        {
            yield return window.Lines[start..Math.Min(window.Count, start + _reader.MaxMessages)];
        }
    }

    /// <summary>Log-odds of windows of one length.</summary>
    private async ValueTask ReadAsync(List<ReadOnlyMemory<ParsedLog>> windows, Memory<float> logOdds, CancellationToken cancellationToken)
    {
        int messages = windows[0].Length;
        int width = messages * _rows.Width;
        float[] rows = ArrayPool<float>.Shared.Rent(windows.Count * width);
        try
        {
            for (int i = 0; i < windows.Count; i++)
            {
                await _rows.ReadAsync(windows[i], rows.AsMemory(i * width, width), cancellationToken).ConfigureAwait(false);
            }

            await _reader.ReadAsync(rows.AsMemory(0, windows.Count * width), messages, logOdds, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
        }
    }
}
