namespace LogGuardian.Core;

/// <summary>
/// Strange is a message whose meaning is far from that of every normal one, in units of what is usual between normal messages, and a window whose messages together are far from every
/// normal window. A message that is known costs a look at a dictionary; others are encoded before the lock is taken. What is learned before it was encoded waits for the next
/// score: nothing waits for an encoder but who can be told that it failed.
/// </summary>
internal sealed partial class MeaningDetector : IDetector, IStateful, IMergeable, ICopyable, IDisposable
{
    private const int MaxEncoded = 256;
    private const int MaxWaiting = 128;
    private const int MaxEvidence = 10;
    private const int MaxLines = 10;
    private const double LeastStrength = 0.5;

    private readonly Lock _gate = new();
    private readonly EncodedMessages _encoded;
    private readonly NormalMessages _messages;
    private readonly NormalWindows? _windows;
    private readonly Queue<List<WindowMessage>> _waiting = new();

    public MeaningDetector(EncodedMessages encoded, MeaningOptions options, int seed)
    {
        _encoded = encoded;
        _messages = new NormalMessages(encoded.Dimension, options.MaxMessages);
        _windows = options.Windows ? new NormalWindows(encoded.Dimension, seed) : null;
    }

    public string Name => "meaning";

    public DetectorTier Tier => DetectorTier.Meaning;

    public IReadOnlyList<string> Settles { get; } = ["novelty"];

    public async ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < windows.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<WindowMessage> messages = _encoded.MessagesOf(windows.Span[i]);
            WindowMessage[] missing;
            lock (_gate)
            {
                missing = [.. _waiting.SelectMany(Missing), .. Missing(messages)];
            }

            await _encoded.EncodeAsync(missing, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                TakeWaiting();
                scores.Span[i] = (float)RawScore.Tempered(Math.Max(StrangenessOf(messages), StrangenessAsWhole(windows.Span[i], messages)));
            }
        }
    }

    public void Learn(LogWindow window)
    {
        List<WindowMessage> messages = _encoded.MessagesOf(window);
        lock (_gate)
        {
            TakeWaiting();
            if (_encoded.TryFill([.. Missing(messages)]))
            {
                Take(messages);
                return;
            }

            if (_waiting.Count >= MaxWaiting)
            {
                _waiting.Dequeue();
            }

            messages.ForEach(message => message.Detach());
            _waiting.Enqueue(messages);
        }
    }

    public void Dispose() => _encoded.Dispose();

    public void Collect(LogWindow window, ICollection<Evidence> evidence)
    {
        List<WindowMessage> messages = _encoded.MessagesOf(window);
        lock (_gate)
        {
            _encoded.TryFill([.. Missing(messages)]);
            var pieces = new List<Evidence>();
            foreach (WindowMessage message in messages)
            {
                double distance = _messages.Distance(message, out LogTemplate? nearest);
                if (distance / _messages.Usual is >= LeastStrength and var strength)
                {
                    pieces.Add(Of(message, LinesOf(window, message), distance, _messages.Usual, strength, nearest));
                }
            }

            if (StrangenessAsWhole(window, messages) is >= LeastStrength and var whole)
            {
                pieces.Add(Of(messages.MaxBy(_messages.WeightOf)!, [], whole * _windows!.Usual, _windows.Usual, whole, null));
            }

            foreach (Evidence piece in pieces.OrderByDescending(piece => piece.Strength).Take(MaxEvidence))
            {
                evidence.Add(piece);
            }
        }
    }

    private Evidence Of(WindowMessage message, IReadOnlyList<ParsedLog> lines, double distance, double usual, double strength, LogTemplate? nearest) => new()
    {
        Kind = EvidenceKind.UnlikeMeaning,
        Detector = Name,
        Template = message.Log.Template,
        Lines = lines,
        Observed = distance,
        Expected = usual,
        ExpectedTemplate = nearest,
        Strength = strength,
    };

    private List<ParsedLog> LinesOf(LogWindow window, WindowMessage message)
    {
        var lines = new List<ParsedLog>();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (lines.Count < MaxLines && _encoded.KeyOf(log) == message.Key)
            {
                lines.Add(log);
            }
        }

        return lines;
    }

    /// <summary>One message far from all is enough; several count for more, as in the 4-norm of the pipeline.</summary>
    private double StrangenessOf(List<WindowMessage> messages)
    {
        double sum = 0;
        foreach (WindowMessage message in messages)
        {
            double distance = _messages.Distance(message, out _);
            if (distance > 0)
            {
                sum += Math.Pow(distance / _messages.Usual, 4);
            }
        }

        return Math.Sqrt(Math.Sqrt(sum));
    }

    /// <summary>A session that is still open lacks lines that it will have.</summary>
    private double StrangenessAsWhole(LogWindow window, List<WindowMessage> messages) =>
        _windows is { Usual: > 0 } && !window.IsOpen ? _windows.Distance(NormalWindows.MeanOf(messages, _messages, _encoded.Dimension)) / _windows.Usual : 0;

    /// <summary>The messages that must be encoded, as far as they are: what is new in every line says no more for being looked at line by line.</summary>
    private IEnumerable<WindowMessage> Missing(List<WindowMessage> messages) =>
        messages.Where(message => message.Vector is null && !_messages.HasVector(message)).Take(MaxEncoded);

    private void TakeWaiting()
    {
        while (_waiting.TryPeek(out List<WindowMessage>? first) && _encoded.TryFill([.. Missing(first)]))
        {
            Take(_waiting.Dequeue());
        }
    }

    private void Take(List<WindowMessage> messages)
    {
        _messages.Learn(messages);
        _windows?.Learn(NormalWindows.MeanOf(messages, _messages, _encoded.Dimension));
    }
}
