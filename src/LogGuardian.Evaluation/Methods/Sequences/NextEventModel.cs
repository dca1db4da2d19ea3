using System.Runtime.InteropServices;

namespace LogGuardian.Evaluation;

/// <summary>
/// The probability of an event after the events before it: counts of up to <see cref="Order"/> events of context, each context smoothed by the shorter one
/// (Witten and Bell, IEEE Trans. Inf. Theory 37, 1991) and the empty context by the uniform distribution over the events known and one more.
/// </summary>
internal sealed class NextEventModel
{
    /// <summary>Events of context.</summary>
    public const int Order = 4;

    private const int MaxSteps = 1_000_000;

    // The beginning is a context like any other.
    private const int Start = -1;

    private readonly Dictionary<ulong, (long Total, int Distinct)> _contexts = [];
    private readonly Dictionary<(ulong Context, int Next), long> _steps = [];

    /// <summary>Counts an event.</summary>
    /// <param name="before">All events before it.</param>
    /// <param name="next">The event.</param>
    public void Learn(ReadOnlySpan<int> before, int next)
    {
        ulong context = 0;
        for (int length = 0; length <= Order; length++)
        {
            context = Longer(context, before, length);
            if (_steps.Count >= MaxSteps && !_steps.ContainsKey((context, next)))
            {
                return;
            }

            ref long count = ref CollectionsMarshal.GetValueRefOrAddDefault(_steps, (context, next), out bool known);
            count++;
            ref (long Total, int Distinct) seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, context, out _);
            seen = (seen.Total + 1, seen.Distinct + (known ? 0 : 1));
            if (length > before.Length)
            {
                return;
            }
        }
    }

    /// <summary>How surprising an event is: -log2 of its probability.</summary>
    /// <param name="before">All events before it.</param>
    /// <param name="next">The event.</param>
    public double Bits(ReadOnlySpan<int> before, int next)
    {
        ulong context = 0;
        double probability = 1;
        for (int length = 0; length <= Order; length++)
        {
            context = Longer(context, before, length);
            if (!_contexts.TryGetValue(context, out (long Total, int Distinct) seen))
            {
                break;
            }

            double shorter = length == 0 ? 1.0 / (seen.Distinct + 1) : probability;
            probability = (_steps.GetValueOrDefault((context, next)) + (seen.Distinct * shorter)) / (seen.Total + seen.Distinct);
            if (length > before.Length)
            {
                break;
            }
        }

        return -Math.Log2(probability);
    }

    /// <summary>The hash of a context that reaches one event further back.</summary>
    private static ulong Longer(ulong context, ReadOnlySpan<int> before, int length)
    {
        if (length == 0)
        {
            return 1;
        }

        // The finaliser of SplitMix64: neighbouring events must not make neighbouring hashes.
        ulong mixed = (context * 0x9E3779B97F4A7C15) + (ulong)((length > before.Length ? Start : before[^length]) + 2);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
