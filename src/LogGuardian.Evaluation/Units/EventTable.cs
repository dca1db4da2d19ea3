namespace LogGuardian.Evaluation;

/// <summary>Numbers the templates of a data set from 0. Not safe for concurrent callers.</summary>
public sealed class EventTable
{
    private readonly Dictionary<TemplateId, int> _indices = [];
    private readonly List<LogTemplate> _templates = [];

    /// <summary>How many templates it knows.</summary>
    public int Count => _templates.Count;

    /// <summary>The template of an index.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public LogTemplate this[int index] => _templates[index];

    /// <summary>The index of a template, which is added when it is new.</summary>
    public int IndexOf(LogTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (!_indices.TryGetValue(template.Id, out int index))
        {
            index = _templates.Count;
            _indices.Add(template.Id, index);
            _templates.Add(template);
        }

        return index;
    }
}
