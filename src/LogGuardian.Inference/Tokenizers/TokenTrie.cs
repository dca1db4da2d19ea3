namespace LogGuardian.Inference;

/// <summary>The tokens of a vocabulary by their bytes. Read by many threads once it is built.</summary>
internal sealed class TokenTrie
{
    /// <summary>Most nodes; the vocabularies of the largest models need a fourth of it.</summary>
    public const int MaxNodes = 8_388_608;

    // An edge in one word, so that a step is one read: parent 27 bits, byte 8 bits, whether a token ends there 1 bit, child 27 bits.
    private const int ChildBits = 27;
    private const ulong ChildMask = (1UL << ChildBits) - 1;
    private const ulong TokenBit = 1UL << ChildBits;

    private ulong[] _edges = new ulong[1024];
    private int[] _ids = new int[512];
    private int _shift = 64 - 10;
    private int _nodes = 1;

    public TokenTrie() => _ids[0] = -1;

    /// <summary>Adds a token, or gives it another id.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Add(ReadOnlySpan<byte> token, int id)
    {
        int node = 0;
        ref ulong edge = ref _edges[0];
        foreach (byte b in token)
        {
            edge = ref Find(node, b);
            if (edge == 0)
            {
                if (2 * (_nodes + 1) > _edges.Length)
                {
                    Grow();
                    edge = ref Find(node, b);
                }

                edge = (Key(node, b) << (ChildBits + 1)) | (uint)NewNode();
            }

            node = (int)(edge & ChildMask);
        }

        if (node != 0)
        {
            edge |= TokenBit;
            _ids[node] = id;
        }
    }

    /// <summary>The id of a token, or -1.</summary>
    public int IdOf(ReadOnlySpan<byte> token)
    {
        int node = 0;
        foreach (byte b in token)
        {
            if (!Step(ref node, b, out _))
            {
                return -1;
            }
        }

        return _ids[node];
    }

    /// <summary>Goes on by a byte.</summary>
    /// <param name="node">Where; 0 is the beginning.</param>
    /// <param name="b">The byte.</param>
    /// <param name="isToken">Whether a token ends there: <see cref="IdAt"/> has its id.</param>
    /// <returns>False when no token goes on like this.</returns>
    public bool Step(ref int node, byte b, out bool isToken)
    {
        ulong edge = Find(node, b);
        isToken = (edge & TokenBit) != 0;
        node = (int)(edge & ChildMask);
        return edge != 0;
    }

    /// <summary>The id of the token that ends at a node.</summary>
    public int IdAt(int node) => _ids[node];

    /// <summary>The longest token that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="node">Where to begin.</param>
    /// <param name="id">Its id.</param>
    /// <returns>Its bytes in the text; 0 when there is none.</returns>
    public int Longest(ReadOnlySpan<byte> text, int node, out int id)
    {
        int found = -1;
        int length = 0;
        for (int i = 0; i < text.Length && Step(ref node, text[i], out bool isToken); i++)
        {
            if (isToken)
            {
                found = node;
                length = i + 1;
            }
        }

        id = length > 0 ? _ids[found] : -1;
        return length;
    }

    /// <summary>The node that some bytes lead to, or -1.</summary>
    public int NodeOf(ReadOnlySpan<byte> bytes)
    {
        int node = 0;
        foreach (byte b in bytes)
        {
            if (!Step(ref node, b, out _))
            {
                return -1;
            }
        }

        return node;
    }

    private static ulong Key(int node, byte b) => ((ulong)(uint)node << 8) | b;

    private ref ulong Find(int node, byte b)
    {
        ulong key = Key(node, b);
        ulong[] edges = _edges;
        int slot = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (edges[slot] != 0 && edges[slot] >> (ChildBits + 1) != key)
        {
            slot = (slot + 1) & (edges.Length - 1);
        }

        return ref edges[slot];
    }

    private int NewNode()
    {
        if (_nodes == MaxNodes)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The vocabulary has more than {MaxNodes:N0} different beginnings of tokens, the most that are read. Use a smaller vocabulary."));
        }

        if (_nodes == _ids.Length)
        {
            Array.Resize(ref _ids, 2 * _nodes);
        }

        _ids[_nodes] = -1;
        return _nodes++;
    }

    private void Grow()
    {
        ulong[] former = _edges;
        _edges = new ulong[2 * former.Length];
        _shift--;
        foreach (ulong edge in former)
        {
            if (edge != 0)
            {
                ulong key = edge >> (ChildBits + 1);
                Find((int)(key >> 8), (byte)key) = edge;
            }
        }
    }
}
