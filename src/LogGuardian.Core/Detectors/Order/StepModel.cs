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

    // The longer context of a context and the symbol before it, and the step of a context to a symbol. Most have one only: it stands with the context, and
    // what is here are the further ones.
    private readonly PairMap _children = new();
    private readonly PairMap _places = new();
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
            int step = Count(context, symbols[i], shorter: -1);
            for (int k = i - 1; k >= Math.Max(0, i - _maxContext); k--)
            {
                context = Child(context, symbols[k]);
                step = Count(context, symbols[i], step);
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
        ReadOnlySpan<Context> contexts = CollectionsMarshal.AsSpan(_contexts);
        double probability = 1;
        double excluded = 0;
        int known = 0;
        for (int k = depth; k >= 0; k--)
        {
            ref readonly Context context = ref contexts[path[k]];
            int successors = context.Successors - known;
            if (successors > 0)
            {
                double total = Math.Max(successors, context.Total - excluded);
                if (TryGetStep(path[k], next, out int place))
                {
                    return -Math.Log2(probability * _steps[place].Count / (total + successors));
                }

                probability *= successors / (total + successors);
            }

            known = context.Successors;
            excluded = k == 0 ? 0 : ShareOf(context);
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
        Start => TryGetChild(Root, Start, out _),
        End => TryGetStep(Root, End, out _),
        _ => symbol >= 0,
    };

    /// <summary>The known contexts of growing length, the empty one first.</summary>
    /// <returns>The length of the longest.</returns>
    private int Path(ReadOnlySpan<int> before, Span<int> path)
    {
        path[0] = Root;
        int depth = 0;
        while (depth < Math.Min(_maxContext, before.Length) && TryGetChild(path[depth], before[^(depth + 1)], out int child))
        {
            path[++depth] = child;
        }

        return depth;
    }

    /// <summary>How often the shorter context saw the successors of a longer one.</summary>
    private double ShareOf(in Context longer)
    {
        if (longer.Successors > MaxExcluded)
        {
            return longer.Total;
        }

        ReadOnlySpan<Step> steps = CollectionsMarshal.AsSpan(_steps);
        long sum = 0;
        for (int at = longer.First; at >= 0; at = steps[at].Sibling)
        {
            sum += steps[at].Shorter >= 0 ? steps[steps[at].Shorter].Count : 0;
        }

        return sum;
    }

    private int Child(int parent, int symbol)
    {
        int next = _contexts.Count;
        ref Context context = ref CollectionsMarshal.AsSpan(_contexts)[parent];
        if (context.Child == Root)
        {
            context.Child = next;
        }
        else if (_contexts[context.Child].Symbol == symbol)
        {
            return context.Child;
        }
        else if (_children.GetOrAdd(parent, symbol, next) is var known && known != next)
        {
            return known;
        }

        _contexts.Add(Context.Empty with { Parent = parent, Symbol = symbol });
        return next;
    }

    private bool TryGetChild(int parent, int symbol, out int child)
    {
        ReadOnlySpan<Context> contexts = CollectionsMarshal.AsSpan(_contexts);
        child = contexts[parent].Child;
        return child != Root && (contexts[child].Symbol == symbol || _children.TryGetValue(parent, symbol, out child));
    }

    /// <param name="context">The context.</param>
    /// <param name="next">What followed.</param>
    /// <param name="shorter">The step to it in the context that is shorter by one; -1 when there is none.</param>
    /// <param name="by">How often.</param>
    /// <returns>The step.</returns>
    private int Count(int context, int next, int shorter, int by = 1)
    {
        int place = _steps.Count;
        ref Context seen = ref CollectionsMarshal.AsSpan(_contexts)[context];
        seen.Total += by;
        if (seen.Eldest < 0)
        {
            seen.Eldest = place;
        }
        else if (_steps[seen.Eldest].Next == next)
        {
            CollectionsMarshal.AsSpan(_steps)[seen.Eldest].Count += by;
            return seen.Eldest;
        }
        else if (_places.GetOrAdd(context, next, place) is var known && known != place)
        {
            CollectionsMarshal.AsSpan(_steps)[known].Count += by;
            return known;
        }

        _steps.Add(new Step(context, next, seen.First, shorter) { Count = by });
        seen.First = place;
        seen.Successors++;
        return place;
    }

    private bool TryGetStep(int context, int next, out int place)
    {
        ref readonly Context seen = ref CollectionsMarshal.AsSpan(_contexts)[context];
        place = seen.Eldest;
        return place >= 0 && (_steps[place].Next == next || (seen.Successors > 1 && _places.TryGetValue(context, next, out place)));
    }

    private struct Context
    {
        public static readonly Context Empty = new() { Parent = -1, Symbol = TemplateSymbols.Unknown, First = -1, Eldest = -1 };

        public int Parent { get; init; }

        public int Symbol { get; init; }

        public long Total { get; set; }

        public int Successors { get; set; }

        /// <summary>The latest new step, from which the others are reached; -1 without any.</summary>
        public int First { get; set; }

        /// <summary>The first step; -1 without any.</summary>
        public int Eldest { get; set; }

        /// <summary>The first longer context; the root without any.</summary>
        public int Child { get; set; }
    }

    /// <summary>A step; the other steps of its context are a list, and the same step in the context that is shorter by one is known.</summary>
    private record struct Step(int Context, int Next, int Sibling, int Shorter)
    {
        public int Count { get; set; }
    }
}
