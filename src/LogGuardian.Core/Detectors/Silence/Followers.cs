using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Which templates follow which within some lines or some time. What came after the first few lines of a template is a candidate, and is so until it fails
/// to come too often, so that no line is compared with more than a few. Not safe for concurrent callers.
/// </summary>
internal sealed class Followers(int withinLines, TimeSpan within)
{
    private const int MaxCandidates = 16;
    private const int MaxScanned = 200;

    // So many lines of a template propose candidates; from the second number on, candidates that are missed too often are dropped.
    private const long Proposing = 4;
    private const long Probation = 20;
    private const double LeastShare = 0.9;

    private const long LeastSeen = 50;
    private const double MostMissed = 0.02;

    // One chance in 10^12, if lines kept together by chance: what is left out in normal logs is left out several times in a row.
    private const double FullBits = 40;

    private readonly Dictionary<ulong, (long Seen, List<Follower> Candidates)> _after = [];
    private readonly Dictionary<(ulong After, ulong Id), (int Trials, int Missed, int Line)> _tally = [];

    /// <param name="window">The window.</param>
    /// <param name="ids">The known template of each line; 0 for a line without one.</param>
    public void Learn(LogWindow window, ReadOnlySpan<ulong> ids)
    {
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        var reach = default(Reach);
        for (int line = 0; line < ids.Length; line++)
        {
            int end = EndOf(window.Kind, lines, line, ref reach);
            if (ids[line] == 0 || end < 0)
            {
                continue;
            }

            ref (long Seen, List<Follower> Candidates) after = ref CollectionsMarshal.GetValueRefOrAddDefault(_after, ids[line], out _);
            after.Candidates ??= [];
            ReadOnlySpan<ulong> next = ids[(line + 1)..end];
            Span<Follower> candidates = CollectionsMarshal.AsSpan(after.Candidates);
            for (int i = 0; i < candidates.Length; i++)
            {
                bool came = next.Contains(candidates[i].Id);
                candidates[i].Came += came ? 1 : 0;
                candidates[i].Missed += came ? 0 : 1;
            }

            if (++after.Seen <= Proposing)
            {
                Propose(next, ids[line], after.Candidates);
            }
            else if (after.Seen >= Probation)
            {
                after.Candidates.RemoveAll(candidate => !IsLikely(candidate));
            }
        }
    }

    /// <summary>What did not follow although it almost always does, in units of <see cref="FullBits"/>.</summary>
    public void Find(LogWindow window, ReadOnlySpan<ulong> ids, List<Absence> absences)
    {
        _tally.Clear();
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        var reach = default(Reach);
        for (int line = 0; line < ids.Length; line++)
        {
            if (!_after.TryGetValue(ids[line], out (long Seen, List<Follower> Candidates) after) || after.Candidates.Count == 0)
            {
                continue;
            }

            int end = EndOf(window.Kind, lines, line, ref reach);
            foreach (Follower candidate in CollectionsMarshal.AsSpan(after.Candidates))
            {
                if (end >= 0 && candidate.Came + candidate.Missed >= LeastSeen && ChanceOfMissing(candidate) <= MostMissed)
                {
                    ref (int Trials, int Missed, int Line) tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_tally, (ids[line], candidate.Id), out _);
                    bool missed = !ids[(line + 1)..end].Contains(candidate.Id);
                    tally = (tally.Trials + 1, tally.Missed + (missed ? 1 : 0), missed && tally.Missed == 0 ? line : tally.Line);
                }
            }
        }

        foreach (((ulong id, ulong follower), (int trials, int missed, int line)) in _tally)
        {
            if (missed > 0)
            {
                double chance = ChanceOfMissing(_after[id].Candidates.Find(candidate => candidate.Id == follower));
                absences.Add(new Absence(follower, id, line, missed, 1 - chance, TailBits.AtLeast(missed, trials, chance) / FullBits));
            }
        }
    }

    /// <summary>Several templates are one.</summary>
    public void Join(ulong[] former, ulong into)
    {
        ulong NameOf(ulong id) => former.Contains(id) ? into : id;
        KeyValuePair<ulong, (long Seen, List<Follower> Candidates)>[] all = [.. _after];
        _after.Clear();
        foreach ((ulong id, (long seen, List<Follower> candidates)) in all)
        {
            // Of several that became one candidate, the one that came most.
            Add(NameOf(id), seen, [.. candidates.Select(candidate => candidate with { Id = NameOf(candidate.Id) }).Where(candidate => candidate.Id != NameOf(id))
                .OrderByDescending(candidate => candidate.Came).DistinctBy(candidate => candidate.Id)]);
        }
    }

    /// <summary>Adds what followed in another one. What is no candidate there did not follow there.</summary>
    public void Merge(Followers other, Func<ulong, bool> isKnown)
    {
        foreach ((ulong id, (long seen, List<Follower> candidates)) in other._after.Where(pair => isKnown(pair.Key)))
        {
            Add(id, seen, candidates.FindAll(candidate => isKnown(candidate.Id)));
        }
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach ((ulong id, (long seen, List<Follower> candidates)) in _after)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(id);
            writer.WriteNumberValue(seen);
            foreach (Follower candidate in candidates)
            {
                writer.WriteNumberValue(candidate.Id);
                writer.WriteNumberValue(candidate.Came);
                writer.WriteNumberValue(candidate.Missed);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>Puts what was saved into a new instance.</summary>
    public void Load(JsonElement saved)
    {
        foreach (JsonElement after in saved.EnumerateArray())
        {
            JsonElement[] numbers = [.. after.EnumerateArray()];
            if (numbers.Length % 3 != 2 || numbers.Length > 2 + (3 * MaxCandidates))
            {
                throw new JsonException(FormattableString.Invariant($"A template has {numbers.Length} numbers for its followers; there must be two and three for each, at most {2 + (3 * MaxCandidates)}."));
            }

            _after[numbers[0].GetUInt64()] = (numbers[1].GetInt64(),
                [.. numbers[2..].Chunk(3).Select(follower => new Follower(follower[0].GetUInt64(), follower[1].GetInt64(), follower[2].GetInt64()))]);
        }
    }

    private void Add(ulong id, long seen, List<Follower> candidates)
    {
        if (!_after.TryGetValue(id, out (long Seen, List<Follower> Candidates) own))
        {
            _after[id] = (seen, candidates);
            return;
        }

        var all = own.Candidates.Select(candidate => Sum(candidate, candidates, seen))
            .Concat(candidates.Where(candidate => !own.Candidates.Exists(known => known.Id == candidate.Id)).Select(candidate => candidate with { Missed = candidate.Missed + own.Seen }));
        long total = own.Seen + seen;
        _after[id] = (total, [.. all.Where(candidate => total < Probation || IsLikely(candidate))
            .OrderByDescending(candidate => candidate.Came).ThenBy(candidate => candidate.Id).Take(MaxCandidates)]);
    }

    private static Follower Sum(Follower candidate, List<Follower> others, long seen)
    {
        int at = others.FindIndex(other => other.Id == candidate.Id);
        return at < 0
            ? candidate with { Missed = candidate.Missed + seen }
            : candidate with { Came = candidate.Came + others[at].Came, Missed = candidate.Missed + others[at].Missed };
    }

    private static bool IsLikely(Follower candidate) => candidate.Came >= LeastShare * (candidate.Came + candidate.Missed);

    private static double ChanceOfMissing(Follower follower) => (follower.Missed + 1.0) / (follower.Came + follower.Missed + 2);

    private static void Propose(ReadOnlySpan<ulong> next, ulong self, List<Follower> candidates)
    {
        foreach (ulong id in next)
        {
            if (id != 0 && id != self && candidates.Count < MaxCandidates && !candidates.Exists(candidate => candidate.Id == id))
            {
                candidates.Add(new Follower(id, 1, 0));
            }
        }
    }

    /// <summary>
    /// Where the lines end among which a follower must be; -1 when the window ends before, unless nothing comes after its end, or when they are too many to look at:
    /// within the time the follower may still come, and the busier the source, the more lines come before it.
    /// </summary>
    private int EndOf(WindowKind kind, ReadOnlySpan<ParsedLog> lines, int line, ref Reach reach)
    {
        long until = lines[line].UtcTicks == 0 ? 0 : lines[line].UtcTicks + within.Ticks;

        // What an earlier line reaches, a later one reaches too, unless its own time goes back.
        int end = Math.Max(line + 1, until >= reach.Until ? reach.End : 0);
        while (end < lines.Length && end - line <= MaxScanned && (end - line <= withinLines || (until > 0 && lines[end].UtcTicks <= until)))
        {
            end++;
        }

        reach = new Reach(until, end);
        bool isSeen = end < lines.Length ? end - line <= MaxScanned : kind == WindowKind.Session;
        return isSeen ? end : -1;
    }

    /// <summary>How far a line of the window at hand reaches: up to a time, and to a line.</summary>
    private readonly record struct Reach(long Until, int End);
}
