namespace LogGuardian;

/// <summary>
/// The constant text of a kind of line, with <c>&lt;*&gt;</c> or a mask such as <c>&lt;NUM&gt;</c> where parameters stand
/// (EventTemplate in loghub's words). One instance per template; its id never changes. A more general template is another one, which
/// names those that it supersedes.
/// </summary>
public sealed class LogTemplate
{
    private volatile string?[]? _names;

    /// <summary>Creates a template.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="text">Its text.</param>
    public LogTemplate(TemplateId id, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Id = id;
        Text = text;
    }

    /// <summary>
    /// The templates that became this one when a word in which they differ turned out to be a parameter; empty for most. Who knows one of
    /// them knows this template, too. At most 64 are kept.
    /// </summary>
    public IReadOnlyList<TemplateId> Supersedes { get; init; } = [];

    /// <summary>Shared by all lines that matched no template.</summary>
    public static LogTemplate Unseen { get; } = new(TemplateId.Unseen, "<*>");

    /// <summary>Stable identity.</summary>
    public TemplateId Id { get; }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>
    /// Names of the parameters in order, where the text gives them: <c>key</c> in <c>key=&lt;NUM&gt;</c>, <c>OrderId</c> in <c>&lt;OrderId&gt;</c>;
    /// null for the others. A parameter beyond the end, such as the rest of a record of many lines, has no name.
    /// </summary>
    public IReadOnlyList<string?> ParameterNames => _names ??= Core.Placeholders.NamesIn(Text);

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
