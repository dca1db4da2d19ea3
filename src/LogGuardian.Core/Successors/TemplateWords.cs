using System.Collections.Frozen;

namespace LogGuardian.Core;

/// <summary>The words of a template in alphabetical order, without its placeholders.</summary>
internal sealed class TemplateWords
{
    private const int MaxWords = 64;

    private static readonly FrozenSet<string> Telling = FrozenSet.ToFrozenSet(
    [
        "abort", "aborted", "aborting", "alarm", "bad", "cannot", "corrupt", "corrupted", "corruption", "crash", "crashed", "critical", "dead", "deadlock", "denied",
        "died", "disconnected", "err", "error", "errors", "exceeded", "exception", "exceptions", "exhausted", "fail", "failed", "failing", "fails", "failure", "failures",
        "fatal", "fault", "faults", "forbidden", "illegal", "interrupt", "interrupted", "invalid", "kill", "killed", "lost", "missing", "overflow", "panic", "refused",
        "reject", "rejected", "severe", "terminated", "timed", "timeout", "unable", "unauthorized", "uncorrectable", "unexpected", "unhandled", "unreachable", "violation", "warning",
    ]);

    private readonly string[] _words;

    private readonly string[] _values;

    private TemplateWords(string[] words, string[] values)
    {
        _words = words;
        _values = values;
    }

    /// <summary>How many values the template leaves open.</summary>
    public int Placeholders => _values.Length;

    public int Count => _words.Length;

    /// <summary>All of them, a word as often as the template has it.</summary>
    public IReadOnlyList<string> All => _words;

    public IEnumerable<string> Different => _words.Distinct(StringComparer.Ordinal);

    public static TemplateWords Of(string template)
    {
        var words = new List<string>();
        var values = new List<string>();
        for (int start = 0; start < template.Length && words.Count < MaxWords && values.Count < MaxWords;)
        {
            int close = template[start] == '<' ? template.IndexOf('>', start) : -1;
            if (close > 0)
            {
                values.Add(template[start..close]);
                start = close + 1;
                continue;
            }

            int end = start;
            while (end < template.Length && char.IsLetterOrDigit(template[end]))
            {
                end++;
            }

            if (end > start)
            {
                words.Add(template[start..end].ToLowerInvariant());
            }

            start = Math.Max(end, start + 1);
        }

        words.Sort(StringComparer.Ordinal);
        return new TemplateWords([.. words], [.. values]);
    }

    /// <summary>Whether it speaks of a failure in a word that the other one lacks.</summary>
    public bool TellsMoreThan(TemplateWords other) => _words.Any(word => Telling.Contains(word) && !other._words.Contains(word, StringComparer.Ordinal));

    /// <summary>Whether both leave values of the same kinds open, in the same order.</summary>
    public bool HasSameValues(TemplateWords other) => _values.AsSpan().SequenceEqual(other._values);

    /// <summary>Whether it speaks of a failure.</summary>
    public bool TellsFailure => _words.Any(Telling.Contains);

    /// <summary>What two templates have in common, in [0..1], whatever the order of their words (Dice's coefficient; a word weighs what it tells).</summary>
    /// <param name="other">The other one.</param>
    /// <param name="weightOf">What a word weighs, more than 0.</param>
    public double SimilarityTo(TemplateWords other, Func<string, double> weightOf)
    {
        double common = 0;
        double all = 0;
        for (int i = 0, j = 0; i < _words.Length || j < other._words.Length;)
        {
            int order = i == _words.Length ? 1 : j == other._words.Length ? -1 : string.CompareOrdinal(_words[i], other._words[j]);
            double weight = weightOf(order <= 0 ? _words[i] : other._words[j]);
            common += order == 0 ? weight : 0;
            all += order == 0 ? 2 * weight : weight;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return all == 0 ? 0 : 2 * common / all;
    }
}
