namespace LogGuardian.Core;

/// <summary>How far each source was read into windows.</summary>
internal sealed class SourcePositions
{
    private const int MaxSources = 1_024;
    private readonly RecencyMap<Position> _positions = new(MaxSources);
    private Position? _last;

    public IEnumerable<Position> All => _positions.Values;

    public void Move(string source, long line)
    {
        if (!ReferenceEquals(_last?.Source, source) && !_positions.TryGet(source, out _last))
        {
            _last = new Position(source);
            _positions.Add(source, _last, out _);
        }

        _last!.Line = line;
    }

    internal sealed class Position(string source)
    {
        public string Source => source;

        /// <summary>1-based number of the last physical line.</summary>
        public long Line { get; set; }
    }
}
