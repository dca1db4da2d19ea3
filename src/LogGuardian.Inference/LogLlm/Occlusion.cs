namespace LogGuardian.Inference;

/// <summary>
/// Says which messages carried an answer: what the log-odds fall by when the decoder reads the window without a message. At most 16 are taken out alone; of more, groups of neighbours are
/// taken out first, and the messages of the groups that carried most are looked at one by one.
/// </summary>
internal sealed class Occlusion(IMessageEncoder encoder, MessageRows rows, WindowReader reader)
{
    private const int MostCandidates = 16;
    private const int MostEvidence = 5;
    private const int MostLines = 10;

    // What falls by less than a quarter of the most did not carry the answer.
    private const float LeastShare = 0.25f;

    /// <summary>Adds the evidence of a window; none when the decoder does not take it for an anomaly.</summary>
    public async ValueTask CollectAsync(LogWindow window, IEnumerable<ReadOnlyMemory<ParsedLog>> parts, string name, ICollection<Evidence> evidence)
    {
        (ReadOnlyMemory<ParsedLog> logs, float[] all, float most) = await StrangestAsync(parts).ConfigureAwait(false);
        if (most < 0)
        {
            return;
        }

        List<(List<int> Places, float Fall)> blamed = [];
        foreach (List<int> places in await CandidatesAsync(MessagesOf(logs.Span), all, logs.Length, most).ConfigureAwait(false))
        {
            blamed.Add((places, most - await WithoutAsync(places, all, logs.Length).ConfigureAwait(false)));
        }

        blamed.Sort((a, b) => b.Fall.CompareTo(a.Fall));
        double probability = 1 / (1 + Math.Exp(-most));
        Evidence Of(ParsedLog first, IReadOnlyList<ParsedLog> lines, double strength) => new()
        {
            Kind = EvidenceKind.ModelVerdict,
            Detector = name,
            Template = first.Template,
            Lines = lines,
            Observed = probability,
            Strength = strength,
        };

        if (blamed[0].Fall <= 0)
        {
            // Each message alone speaks for a normal window; what they make together is the window's.
            evidence.Add(Of(window.Lines.Span[0], [], most));
            return;
        }

        foreach ((List<int> places, float fall) in blamed.Take(MostEvidence).Where(message => message.Fall >= LeastShare * blamed[0].Fall))
        {
            evidence.Add(Of(logs.Span[places[0]], [.. places.Take(MostLines).Select(place => logs.Span[place])], fall));
        }
    }

    private async ValueTask<(ReadOnlyMemory<ParsedLog> Logs, float[] Rows, float LogOdds)> StrangestAsync(IEnumerable<ReadOnlyMemory<ParsedLog>> parts)
    {
        (ReadOnlyMemory<ParsedLog> Logs, float[] Rows, float LogOdds) strangest = (default, [], float.NegativeInfinity);
        foreach (ReadOnlyMemory<ParsedLog> part in parts)
        {
            float[] all = new float[part.Length * rows.Width];
            await rows.ReadAsync(part, all, CancellationToken.None).ConfigureAwait(false);
            float logOdds = await ReadAsync(all, part.Length).ConfigureAwait(false);
            if (logOdds > strangest.LogOdds)
            {
                strangest = (part, all, logOdds);
            }
        }

        return strangest;
    }

    private async ValueTask<List<List<int>>> CandidatesAsync(List<List<int>> messages, float[] all, int count, float most)
    {
        if (messages.Count <= MostCandidates)
        {
            return messages;
        }

        List<(List<int>[] Group, float Fall)> groups = [];
        foreach (List<int>[] group in messages.Chunk((messages.Count + MostCandidates - 1) / MostCandidates))
        {
            groups.Add((group, most - await WithoutAsync([.. group.SelectMany(places => places)], all, count).ConfigureAwait(false)));
        }

        return [.. groups.OrderByDescending(group => group.Fall).SelectMany(group => group.Group).Take(MostCandidates)];
    }

    private List<List<int>> MessagesOf(ReadOnlySpan<ParsedLog> logs)
    {
        var places = new OrderedDictionary<UInt128, List<int>>();
        for (int i = 0; i < logs.Length; i++)
        {
            UInt128 key = encoder.KeyOf(logs[i]);
            if (!places.TryGetValue(key, out List<int>? same))
            {
                places[key] = same = [];
            }

            same.Add(i);
        }

        return [.. places.Values];
    }

    /// <summary>Log-odds without some messages. A window of nothing is as likely one as the other.</summary>
    private ValueTask<float> WithoutAsync(List<int> places, float[] all, int count)
    {
        if (places.Count == count)
        {
            return new(0f);
        }

        var without = places.ToHashSet();
        float[] rest = new float[(count - places.Count) * rows.Width];
        for (int from = 0, to = 0; from < count; from++)
        {
            if (!without.Contains(from))
            {
                all.AsSpan(from * rows.Width, rows.Width).CopyTo(rest.AsSpan(to++ * rows.Width));
            }
        }

        return ReadAsync(rest, count - places.Count);
    }

    private async ValueTask<float> ReadAsync(float[] messages, int count)
    {
        float[] logOdds = new float[1];
        await reader.ReadAsync(messages, count, logOdds, CancellationToken.None).ConfigureAwait(false);
        return logOdds[0];
    }
}
