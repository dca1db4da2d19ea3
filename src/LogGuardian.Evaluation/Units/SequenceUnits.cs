using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LogGuardian.Evaluation;

/// <summary>Sessions that are published as event ids. A line that a method asks for is the text of its template.</summary>
internal sealed class SequenceUnits(SequenceReader reader, IReadOnlyList<int> kept) : UnitSet
{
    public override IReadOnlyList<bool> Labels { get; } = [.. kept.Select(session => reader.Labels[session])];

    public override bool AreSessions => true;

    public override Task MineAsync(IReadOnlyList<bool> chosen, TemplateNumbers numbers, CancellationToken cancellationToken)
    {
        for (int i = 0; i < kept.Count; i++)
        {
            if (chosen[i])
            {
                _ = Number(kept[i], numbers, reader.TemplateOf);
            }
        }

        return Task.CompletedTask;
    }

    public override async IAsyncEnumerable<EvaluationUnit> ReadAsync(
        IReadOnlyList<bool> chosen, TemplateNumbers numbers, bool withLines, TemplateEdits? edits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        Func<int, LogTemplate> templateOf = edits is null ? reader.TemplateOf : new EditedTemplates(reader, numbers, edits).TemplateOf;
        for (int i = 0; i < kept.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (chosen[i])
            {
                string key = (kept[i] + 1).ToString(CultureInfo.InvariantCulture);
                yield return new EvaluationUnit(key, Number(kept[i], numbers, templateOf)) { Label = Labels[i], Window = withLines ? Window(kept[i], key, templateOf) : null };
            }
        }
    }

    private int[] Number(int session, TemplateNumbers numbers, Func<int, LogTemplate> templateOf)
    {
        ReadOnlySpan<int> ids = reader.Ids(session);
        int[] events = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            events[i] = numbers.IndexOf(templateOf(ids[i]));
        }

        return events;
    }

    private LogWindow Window(int session, string key, Func<int, LogTemplate> templateOf)
    {
        ReadOnlySpan<int> ids = reader.Ids(session);
        ParsedLog[] logs = new ParsedLog[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            LogTemplate template = templateOf(ids[i]);
            byte[] text = Encoding.UTF8.GetBytes(template.Text);
            logs[i] = new ParsedLog(new LogLine(key, i + 1, text), text, template, default);
        }

        return new LogWindow(WindowKind.Session, logs, key);
    }
}
