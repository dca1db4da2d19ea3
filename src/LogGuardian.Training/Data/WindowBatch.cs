using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>Windows that are read at once. A message that several of them have is encoded once.</summary>
internal sealed class WindowBatch
{
    private readonly IReadOnlyList<TrainingWindow> _windows;
    private readonly LogLlmPrompt _prompt;
    private readonly Dictionary<int, int> _places = [];

    /// <param name="windows">The windows.</param>
    /// <param name="prompt">What is asked about them.</param>
    /// <param name="known">Messages that come before those of the windows, whether these have them or not; null for none.</param>
    public WindowBatch(IReadOnlyList<TrainingWindow> windows, LogLlmPrompt prompt, IReadOnlyList<int>? known = null)
    {
        (_windows, _prompt) = (windows, prompt);
        foreach (int message in known ?? [])
        {
            _places.Add(message, _places.Count);
        }

        foreach (TrainingWindow window in windows)
        {
            foreach (int message in window.Messages.Span)
            {
                _places.TryAdd(message, _places.Count);
            }
        }

        Messages = [.. _places.Keys];
    }

    /// <summary>The different messages.</summary>
    public int[] Messages { get; }

    /// <summary>Rows of each window up to the end of its question, and how the answer begins.</summary>
    /// <param name="network">Gives the rows of the prompt.</param>
    /// <param name="messages">Rows of <see cref="Messages"/>.</param>
    /// <param name="answer">Tokens of the answer's beginning.</param>
    /// <returns>[windows, rows, hidden], and where each window's last row is.</returns>
    public (Tensor Rows, long[] Last) Ask(LogLlmNetwork network, Tensor messages, int answer) =>
        Lay(network, messages, window => [.. Question(window), .. _prompt.Normal[..answer].Select((_, i) => AnswerPlace(false, i))]);

    /// <summary>Rows of each window with the whole of its right answer, and which token should follow on which row.</summary>
    public (Tensor Rows, long[] Places, long[] Targets, int[] WindowOf) Teach(LogLlmNetwork network, Tensor messages)
    {
        (Tensor rows, long[] last) = Lay(network, messages, window =>
            [.. Question(window), .. AnswerOf(window)[..^1].Select((_, i) => AnswerPlace(window.IsAnomaly == true, i))]);
        List<long> places = [];
        List<long> targets = [];
        List<int> windowOf = [];
        for (int i = 0; i < _windows.Count; i++)
        {
            int[] answer = AnswerOf(_windows[i]);
            for (int token = 0; token < answer.Length; token++)
            {
                places.Add((i * rows.shape[1]) + last[i] - answer.Length + 1 + token);
                targets.Add(answer[token]);
                windowOf.Add(i);
            }
        }

        return (rows, [.. places], [.. targets], [.. windowOf]);
    }

    /// <summary>Rows of each window without a question, and which message should follow on which row.</summary>
    public (Tensor Rows, long[] Places, long[] Targets) Continue(LogLlmNetwork network, Tensor messages)
    {
        int before = _prompt.Before.Length;
        (Tensor rows, _) = Lay(network, messages, window => [.. Enumerable.Range(0, before), .. window.Messages[..^1].ToArray().Select(PlaceOf)]);
        List<long> places = [];
        List<long> targets = [];
        for (int i = 0; i < _windows.Count; i++)
        {
            ReadOnlySpan<int> window = _windows[i].Messages.Span;
            for (int at = 0; at < window.Length; at++)
            {
                places.Add((i * rows.shape[1]) + before - 1 + at);
                targets.Add(_places[window[at]]);
            }
        }

        return (rows, [.. places], [.. targets]);
    }

    private int[] AnswerOf(TrainingWindow window) => window.IsAnomaly == true ? _prompt.Anomalous : _prompt.Normal;

    // One table holds all rows: those before the messages, the messages, those after them, and both answers.
    private int PlaceOf(int message) => _prompt.Before.Length + _places[message];

    private int AnswerPlace(bool anomalous, int token) =>
        _prompt.Before.Length + _places.Count + _prompt.After.Length + (anomalous ? _prompt.Normal.Length : 0) + token;

    private IEnumerable<int> Question(TrainingWindow window) =>
    [
        .. Enumerable.Range(0, _prompt.Before.Length),
        .. window.Messages.ToArray().Select(PlaceOf),
        .. Enumerable.Range(_prompt.Before.Length + _places.Count, _prompt.After.Length),
    ];

    private (Tensor Rows, long[] Last) Lay(LogLlmNetwork network, Tensor messages, Func<TrainingWindow, int[]> rowsOf)
    {
        int[][] rows = [.. _windows.Select(rowsOf)];
        int longest = rows.Max(row => row.Length);
        if (longest > network.Decoder.Shape.MaxRows)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"A window and its question have {longest} rows; the decoder reads at most {network.Decoder.Shape.MaxRows}. Cut windows to fewer messages, or raise {nameof(DecoderShape)}.{nameof(DecoderShape.MaxRows)}."));
        }

        long[] index = new long[rows.Length * longest];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int at = 0; at < rows[i].Length; at++)
            {
                index[(i * longest) + at] = rows[i][at];
            }
        }

        long[] tokens = [.. _prompt.Before, .. _prompt.After, .. _prompt.Normal, .. _prompt.Anomalous];
        Tensor words = network.Decoder.Embed(tensor(tokens, device: network.Device));
        int before = _prompt.Before.Length;
        Tensor table = cat([words[..before], messages, words[before..]]);
        return (
            table.index_select(0, tensor(index, device: network.Device)).reshape(rows.Length, longest, table.shape[1]),
            [.. rows.Select(row => row.Length - 1L)]);
    }
}
