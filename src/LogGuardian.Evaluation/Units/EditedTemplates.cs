using System.Text;

namespace LogGuardian.Evaluation;

/// <summary>Templates of sessions that are published as event ids, edited: a chosen one is another template from then on.</summary>
internal sealed class EditedTemplates(SequenceReader reader, TemplateNumbers numbers, TemplateEdits edits)
{
    // Ids of the data are 32 bits wide: beyond them lie those of edited templates.
    private const ulong FirstEdited = 1UL << 32;

    private readonly Dictionary<int, LogTemplate> _templates = [];

    public LogTemplate TemplateOf(int id)
    {
        if (!_templates.TryGetValue(id, out LogTemplate? template))
        {
            template = reader.TemplateOf(id);
            int number = numbers.Find(template);
            _templates[id] = template = edits.IsChosen(number) ? Edit(template, number) : template;
        }

        return template;
    }

    private LogTemplate Edit(LogTemplate template, int number)
    {
        byte[] text = Encoding.UTF8.GetBytes(template.Text);
        string edited = Encoding.UTF8.GetString(edits.Apply(number, text, []));
        return new LogTemplate(new TemplateId(template.Id.Value + FirstEdited), edited);
    }
}
