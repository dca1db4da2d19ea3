namespace LogGuardian.Evaluation;

/// <summary>
/// Gives the templates of a split their numbers. Those of the training part come first and are settled: the parser has seen all of it. A template
/// that supersedes others in the test part takes the number of the first one that is known, for it is the same kind of line; so does
/// Drain, whose clusters keep their number when they generalise.
/// </summary>
internal sealed class TemplateNumbers
{
    private readonly Dictionary<TemplateId, int> _known = [];

    public EventTable Events { get; } = new();

    /// <summary>What the parser learned from the training part; null where nothing was parsed.</summary>
    public ReadOnlyMemory<byte>? State { get; set; }

    public int IndexOf(LogTemplate template)
    {
        if (!_known.TryGetValue(template.Id, out int index))
        {
            index = Find(template);
            _known[template.Id] = index = index < 0 ? Events.IndexOf(template) : index;
        }

        return index;
    }

    /// <summary>The number of a template that is known, itself or by one that it supersedes; otherwise -1.</summary>
    public int Find(LogTemplate template)
    {
        if (_known.TryGetValue(template.Id, out int index))
        {
            return index;
        }

        foreach (TemplateId former in template.Supersedes)
        {
            if (_known.TryGetValue(former, out index))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Numbers what was mined, in the order in which it was first seen; what was superseded meanwhile gets no number.</summary>
    public void Settle(IReadOnlyCollection<LogTemplate> mined)
    {
        HashSet<TemplateId> superseded = [.. mined.SelectMany(template => template.Supersedes)];
        foreach (LogTemplate template in mined.Where(template => !superseded.Contains(template.Id)))
        {
            _ = IndexOf(template);
        }
    }
}
