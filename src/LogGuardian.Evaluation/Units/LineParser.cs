using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>Parses the lines of a data set with LogGuardian's own parser and finds the label of each record again.</summary>
internal sealed class LineParser : IDisposable
{
    // The builder wants a whole pipeline; only its parser is used.
    private readonly AnomalyDetector _detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(1).DetectWithNovelty().Build();

    public async IAsyncEnumerable<ParsedLine> ParseAsync(
        IAsyncEnumerable<(DataLine Line, int Ordinal)> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Tap source = new(lines);
        await foreach (ParsedLog log in _detector.ParseAsync(source, cancellationToken).ConfigureAwait(false))
        {
            yield return source.Match(log);
        }
    }

    public async Task<ReadOnlyMemory<byte>> SaveAsync(CancellationToken cancellationToken)
    {
        using MemoryStream state = new();
        await _detector.SaveStateAsync(state, cancellationToken).ConfigureAwait(false);
        return state.ToArray();
    }

    public async Task LoadAsync(ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        using MemoryStream saved = new(state.ToArray(), writable: false);
        await _detector.LoadStateAsync(saved, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _detector.Dispose();

    /// <summary>Hands lines to the parser, which holds some back, and remembers what the data say of them until their record comes out.</summary>
    private sealed class Tap(IAsyncEnumerable<(DataLine Line, int Ordinal)> lines) : ILogSource
    {
        private readonly Queue<(DataLine Line, int Ordinal)> _waiting = new();

        public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach ((DataLine Line, int Ordinal) next in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                _waiting.Enqueue(next);
                yield return next.Line.Line;
            }
        }

        public ParsedLine Match(in ParsedLog log)
        {
            // Lines before it were skipped by the parser.
            while (!IsFirstOf(_waiting.Peek().Line.Line, log.Line))
            {
                _ = _waiting.Dequeue();
            }

            (DataLine first, int ordinal) = _waiting.Dequeue();
            bool? label = first.IsAnomalous;
            while (_waiting.TryPeek(out (DataLine Line, int Ordinal) next) && IsWithin(next.Line.Line, log.Line))
            {
                label |= next.Line.IsAnomalous;
                _ = _waiting.Dequeue();
            }

            return new ParsedLine(log, label, first, ordinal);
        }

        private static bool IsFirstOf(in LogLine line, in LogLine record) => line.LineId == record.LineId && ReferenceEquals(line.Source, record.Source);

        private static bool IsWithin(in LogLine line, in LogLine record) =>
            ReferenceEquals(line.Source, record.Source) && line.LineId < record.LineId + record.LineCount;
    }
}
