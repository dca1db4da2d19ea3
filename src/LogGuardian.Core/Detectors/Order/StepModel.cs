using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>
/// Probability of the next template given up to <c>maxContext</c> templates before it: prediction by partial matching with method C (Moffat, Implementing
/// the PPM data compression scheme, IEEE Trans. Communications 1990) and exclusion. What the longest known context has seen follows by its counts; what it
/// has not is left to the next shorter one with the weight of its different successors, and without those, which the longer one would have predicted.
/// Contexts are a trie from the latest template backwards, so that a step costs one look-up for each template of its context and one for its successor.
/// </summary>
internal sealed partial class StepModel
{
    /// <summary>What stands before the first line of a session.</summary>
    public const int Start = -2;

    /// <summary>What stands after its last line.</summary>
    public const int End = -3;

    private const int Root = 0;

    // Of a context with more successors their share in the shorter one is taken to be its own.
    private const int MaxExcluded = 16;

    private readonly int _maxSteps;
    private readonly int _maxContext;
    private readonly Dictionary<(int Parent, int Symbol), int> _children = [];
    private readonly Dictionary<(int Context, int Next), int> _places = [];
    private readonly List<Context> _contexts = [Context.Empty];
    private readonly List<Step> _steps = [];

    public StepModel(int maxSteps, int maxContext)
    {
        _maxSteps = maxSteps;
        _maxContext = maxContext;
        Symbols = new TemplateSymbols(maxSteps, Join);
    }

    public TemplateSymbols Symbols { get; }

    /// <summary>Lines learned, as far as they are remembered.</summary>
    public long Lines => _contexts[Root].Total;

    /// <summary>Learns the steps of a window.</summary>
    /// <param name="symbols">What the window is made of.</param>
    /// <param name="first">The first one that is a step, and not context alone.</param>
    public void Learn(ReadOnlySpan<int> symbols, int first)
    {
        for (int i = first; i < symbols.Length; i++)
        {
            int context = Root;
            Count(context, symbols[i]);
            for (int k = i - 1; k >= Math.Max(0, i - _maxContext); k--)
            {
                context = Child(context, symbols[k]);
                Count(context, symbols[i]);
            }
        }

        if (_steps.Count > _maxSteps)
        {
            Age();
        }
    }

    /// <summary>Surprise of a step in bits, −log2 of its probability; 0 for a step to or from what was not learned.</summary>
    public double Bits(ReadOnlySpan<int> symbols, int at)
    {
        int next = symbols[at];
        if (!Knows(next) || (at > 0 && !Knows(symbols[at - 1])))
        {
            return 0;
        }

        Span<int> path = stackalloc int[_maxContext + 1];
        int depth = Path(symbols[..at], path);
        double probability = 1;
        double excluded = 0;
        int known = 0;
        for (int k = depth; k >= 0; k--)
        {
            Context context = _contexts[path[k]];
            int successors = context.Successors - known;
            if (successors > 0)
            {
                double total = Math.Max(successors, context.Total - excluded);
                if (_places.TryGetValue((path[k], next), out int place))
                {
                    return -Math.Log2(probability * _steps[place].Count / (total + successors));
                }

                probability *= successors / (total + successors);
            }

            known = context.Successors;
            excluded = k == 0 ? 0 : ShareOf(path[k - 1], context, path[k]);
        }

        return -Math.Log2(probability / Math.Max(1, Symbols.Count + 1 - known));
    }

    /// <summary>What most often follows; null when nothing does, or the end of the session.</summary>
    public LogTemplate? MostLikelyAfter(ReadOnlySpan<int> before)
    {
        Span<int> path = stackalloc int[_maxContext + 1];
        int best = -1;
        for (int at = _contexts[path[Path(before, path)]].First; at >= 0; at = _steps[at].Sibling)
        {
            best = best < 0 || _steps[at].Count > _steps[best].Count ? at : best;
        }

        return best < 0 ? null : Symbols.TemplateOf(_steps[best].Next);
    }

    private bool Knows(int symbol) => symbol switch
    {
        Start => _children.ContainsKey((Root, Start)),
        End => _places.ContainsKey((Root, End)),
        _ => symbol >= 0,
    };

    /// <summary>The known contexts of growing length, the empty one first.</summary>
    /// <returns>The length of the longest.</returns>
    private int Path(ReadOnlySpan<int> before, Span<int> path)
    {
        path[0] = Root;
        int depth = 0;
        while (depth < Math.Min(_maxContext, before.Length) && _children.TryGetValue((path[depth], before[^(depth + 1)]), out int child))
        {
            path[++depth] = child;
        }

        return depth;
    }

    /// <summary>How often a context saw the successors of a longer one.</summary>
    private double ShareOf(int shorter, Context longer, int longerAt)
    {
        if (longer.Successors > MaxExcluded)
        {
            return longer.Total;
        }

        double sum = 0;
        for (int at = _contexts[longerAt].First; at >= 0; at = _steps[at].Sibling)
        {
            sum += _places.TryGetValue((shorter, _steps[at].Next), out int place) ? _steps[place].Count : 0;
        }

        return sum;
    }

    private int Child(int parent, int symbol)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, (parent, symbol), out bool known);
        if (!known)
        {
            child = _contexts.Count;
            _contexts.Add(Context.Empty with { Parent = parent, Symbol = symbol });
        }

        return child;
    }

    private void Count(int context, int next, int by = 1)
    {
        ref Context seen = ref CollectionsMarshal.AsSpan(_contexts)[context];
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, (context, next), out bool known);
        if (known)
        {
            CollectionsMarshal.AsSpan(_steps)[place].Count += by;
        }
        else
        {
            place = _steps.Count;
            _steps.Add(new Step(context, next, seen.First) { Count = by });
            seen.First = place;
            seen.Successors++;
        }

        seen.Total += by;
    }

    private struct Context
    {
        public static readonly Context Empty = new() { Parent = -1, Symbol = TemplateSymbols.Unknown, First = -1 };

        public int Parent { get; init; }

        public int Symbol { get; init; }

        public long Total { get; set; }

        public int Successors { get; set; }

        public int First { get; set; }
    }

    private record struct Step(int Context, int Next, int Sibling)
    {
        public int Count { get; set; }
    }
}
