using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>
/// From physical lines to windows: shows the parser the first lines of each source, joins continuation lines to their record,
/// parses, and appends to the windower. Everything that does not get through is counted.
/// </summary>
internal sealed class RecordAssembler(ILogParser parser, IWindower windower, PipelineCounters counters, ICollection<LogWindow> closed, SourcePositions? positions = null)
{
    private const int SampleLines = 200;
    private const int MaxRecordLines = 2_000;
    private const int MaxRecordBytes = 1 << 20;

    // Fewer than any parser remembers, so that a source is shown again before its format is forgotten.
    private const int MaxObservedSources = 8_192;

    private readonly HashSet<string> _observed = new(StringComparer.Ordinal);
    private readonly List<LogLine> _sample = [];
    private string? _source;
    private LogLine _pending;
    private bool _hasPending;
    private long _unassigned;
    private long _late;

    // Set while the pending record's bytes are our own copy, because its lines came from different chunks.
    private byte[]? _joined;

    public bool HasPending => _hasPending || _sample.Count > 0;

    public void Add(in LogLine line)
    {
        counters.Read(line.LineCount);
        if (line.Skipped != SkipReason.None)
        {
            counters.Skip(line.Skipped, line.LineCount);
            return;
        }

        if (!ReferenceEquals(line.Source, _source))
        {
            CompletePending();
            _source = line.Source;
        }

        if (_sample.Count > 0 || !_observed.Contains(line.Source))
        {
            _sample.Add(line);
            if (_sample.Count >= SampleLines)
            {
                CompleteSample();
            }

            return;
        }

        Join(line);
    }

    /// <summary>Parses what is held back for a continuation or a sample that did not come.</summary>
    public void CompletePending()
    {
        CompleteSample();
        CompleteRecord();
    }

    public void Flush()
    {
        CompletePending();
        windower.Flush(closed);
    }

    private void CompleteSample()
    {
        if (_sample.Count == 0)
        {
            return;
        }

        if (_observed.Count >= MaxObservedSources)
        {
            _observed.Clear();
        }

        _observed.Add(_sample[0].Source);
        parser.Observe(_sample[0].Source, CollectionsMarshal.AsSpan(_sample));
        LogLine[] lines = [.. _sample];
        _sample.Clear();
        foreach (ref readonly LogLine line in lines.AsSpan())
        {
            Join(line);
        }
    }

    private void Join(in LogLine line)
    {
        // Asked for every line, also where the answer is of no use: a parser may follow a trace from its first line.
        if (parser.Continues(line)
            && _hasPending
            && _pending.LineCount < MaxRecordLines
            && _pending.Raw.Length + line.Raw.Length < MaxRecordBytes)
        {
            Extend(line);
            return;
        }

        CompleteRecord();
        _pending = line;
        _hasPending = true;
    }

    private void Extend(in LogLine line)
    {
        int lineCount = _pending.LineCount + line.LineCount;
        ReadOnlyMemory<byte> raw = _joined is null ? Contiguous(_pending.Raw, line.Raw) : default;
        if (raw.IsEmpty)
        {
            raw = Copy(_pending.Raw, line.Raw);
        }

        _pending = new LogLine(_pending.Source, _pending.LineId, raw)
        {
            LineCount = lineCount,
            Severity = _pending.Severity,
            Timestamp = _pending.Timestamp,
            MessageTemplate = _pending.MessageTemplate,
        };
    }

    /// <summary>Neighbouring lines of one chunk are joined by taking the slice that spans both, line break included.</summary>
    private static ReadOnlyMemory<byte> Contiguous(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) =>
        MemoryMarshal.TryGetArray(first, out ArraySegment<byte> a)
        && MemoryMarshal.TryGetArray(second, out ArraySegment<byte> b)
        && ReferenceEquals(a.Array, b.Array)
        && b.Offset > a.Offset + a.Count
            ? a.Array.AsMemory(a.Offset, b.Offset + b.Count - a.Offset)
            : default;

    private ReadOnlyMemory<byte> Copy(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        int length = first.Length + 1 + second.Length;
        if (_joined is null || _joined.Length < length)
        {
            byte[] grown = new byte[Math.Min(Math.Max(length * 2, 1024), MaxRecordBytes + 1)];
            first.CopyTo(grown);
            _joined = grown;
        }

        _joined[first.Length] = (byte)'\n';
        second.CopyTo(_joined.AsMemory(first.Length + 1));
        return _joined.AsMemory(0, length);
    }

    private void CompleteRecord()
    {
        if (!_hasPending)
        {
            return;
        }

        SkipReason reason = parser.TryParse(_pending, out ParsedLog parsed);
        if (reason == SkipReason.None)
        {
            counters.Record(_pending.LineCount);
            windower.Append(parsed, closed);
            positions?.Move(_pending.Source, _pending.LineId + _pending.LineCount - 1);
            CountStrays();
        }
        else
        {
            counters.Skip(reason, _pending.LineCount);
        }

        _pending = default;
        _hasPending = false;
        _joined = null;
    }

    private void CountStrays()
    {
        if (windower.Unassigned != _unassigned)
        {
            counters.Outside(windower.Unassigned - _unassigned);
            _unassigned = windower.Unassigned;
        }

        if (windower.Late != _late)
        {
            counters.Late(windower.Late - _late);
            _late = windower.Late;
        }
    }
}
