namespace LogGuardian;

/// <summary>
/// The constant text of a kind of line, with <c>&lt;*&gt;</c> or a mask such as <c>&lt;NUM&gt;</c> where parameters stand
/// (EventTemplate in loghub's words). One instance per template; the text may generalise as more lines are seen, the id never changes.
/// </summary>
public sealed class LogTemplate
{
    private volatile string _text;

    /// <summary>Creates a template.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="text">Its text.</param>
    public LogTemplate(TemplateId id, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Id = id;
        _text = text;
    }

    /// <summary>Shared by all lines that matched no template.</summary>
    public static LogTemplate Unseen { get; } = new(TemplateId.Unseen, "<*>");

    /// <summary>Stable identity.</summary>
    public TemplateId Id { get; }

    /// <summary>The text, as general as the lines seen so far made it.</summary>
    public string Text => _text;

    /// <summary>Replaces the text by a more general one. Called by the miner that owns the template.</summary>
    /// <param name="text">The new text.</param>
    public void Generalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
