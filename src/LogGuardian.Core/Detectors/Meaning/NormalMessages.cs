namespace LogGuardian.Core;

/// <summary>
/// The messages of normal windows by what they mean. A message that is known is at no distance. Another one is as far as the nearest that may excuse it: one at least as
/// severe that tells a failure if it does; a nearer one that may not excuse it never makes it less than unusual. Not safe for concurrent callers.
/// </summary>
internal sealed partial class NormalMessages
{
    private const double UsualShare = 0.9;

    private readonly int _capacity;
    private readonly NearestVectors _vectors;
    private readonly UsualDistance _usual = new(UsualShare);
    private readonly Dictionary<UInt128, int> _rows = [];
    private readonly List<NormalMessage> _messages = [];

    public NormalMessages(int dimension, int capacity)
    {
        _capacity = capacity;
        _vectors = new NearestVectors(dimension, capacity);
    }

    public int Count => _messages.Count;

    /// <summary>Normal windows that were learned.</summary>
    public long Windows { get; private set; }

    /// <summary>The distance that is usual between normal messages; 0 when too few are known.</summary>
    public double Usual => _usual.Value;

    /// <summary>Whether the message has a vector here, so that it need not be encoded.</summary>
    public bool HasVector(WindowMessage message) => _rows.ContainsKey(message.Key);

    /// <summary>How far a message is from normal ones, in [0..2].</summary>
    /// <param name="message">The message. Without a vector it is not judged.</param>
    /// <param name="nearest">The template of the normal message that is nearest; null when none is.</param>
    public double Distance(WindowMessage message, out LogTemplate? nearest)
    {
        nearest = null;
        ReadOnlySpan<float> vector = VectorOf(message);
        if (!_usual.IsKnown || vector.IsEmpty || IsKnown(message))
        {
            return 0;
        }

        Span<float> queries = new float[2 * _vectors.Dimension];
        vector.CopyTo(queries);
        vector.CopyTo(queries[_vectors.Dimension..]);
        Span<NearVector> found = stackalloc NearVector[2];
        _vectors.Find(queries, [uint.MaxValue, NormalMessage.ThatExcuse(message.Severity, message.TellsFailure)], [-1, -1], found);
        nearest = _messages[found[0].Row].Template;
        return Math.Min(found[1].Distance, Math.Max(found[0].Distance, Usual));
    }

    /// <summary>The vector of a message; empty when it is not known.</summary>
    public ReadOnlySpan<float> VectorOf(WindowMessage message) => _rows.TryGetValue(message.Key, out int row) ? _vectors.VectorOf(row) : message.Vector;

    /// <summary>How much a message tells: the more, the fewer normal windows have it.</summary>
    public double WeightOf(WindowMessage message) =>
        Math.Log2(1 + ((Windows + 1.0) / (1.0 + (_rows.TryGetValue(message.Key, out int row) ? _messages[row].Windows : 0))));

    /// <summary>Learns the messages of a normal window, but for those whose vector is not known.</summary>
    public void Learn(IReadOnlyList<WindowMessage> messages)
    {
        Windows++;
        foreach (WindowMessage message in messages)
        {
            if (_rows.TryGetValue(message.Key, out int row))
            {
                NormalMessage known = _messages[row];
                _messages[row] = known with { Windows = known.Windows + 1, Severity = (LogSeverity)Math.Max((byte)known.Severity, (byte)message.Severity) };
                _vectors.Tag(row, _messages[row].Tag);
                _vectors.Use(row);
            }
            else if (message.Vector is not null)
            {
                Add(new NormalMessage(message.Key, message.Log.Template, message.Severity, 1), message.Vector);
                _usual.Change(_vectors);
            }
        }
    }

    private void Add(NormalMessage message, ReadOnlySpan<float> vector)
    {
        int row = _vectors.Add(vector, message.Tag);
        if (row < _messages.Count)
        {
            _rows.Remove(_messages[row].Key);
            _messages[row] = message;
        }
        else
        {
            _messages.Add(message);
        }

        _rows.Add(message.Key, row);
    }

    /// <summary>Whether it came before, as gravely, or as a template that has become more general since.</summary>
    private bool IsKnown(WindowMessage message)
    {
        if (_rows.TryGetValue(message.Key, out int row))
        {
            return NormalMessage.RankOf(message.Severity) <= NormalMessage.RankOf(_messages[row].Severity);
        }

        LogTemplate template = message.Log.Template;
        return template.Supersedes.Count > 0 && _messages.Exists(known =>
            template.Supersedes.Contains(known.Template.Id) && NormalMessage.RankOf(message.Severity) <= NormalMessage.RankOf(known.Severity));
    }
}
