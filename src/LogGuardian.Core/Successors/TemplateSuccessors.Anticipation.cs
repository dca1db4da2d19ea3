namespace LogGuardian.Core;

/// <content>Templates that come for the first time.</content>
internal sealed partial class TemplateSuccessors
{
    /// <summary>
    /// Takes templates that no window had as known ones in other words before the window is judged, where their texts say so and nothing speaks against it. The relation
    /// is provisional: it is withdrawn when the known template comes again before it is missed.
    /// </summary>
    public void Anticipate(LogWindow window)
    {
        lock (_gate)
        {
            int tries = 0;
            ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
            for (int i = 0; i < lines.Length && tries < MaxTriesPerWindow; i++)
            {
                if (Find(lines[i].Template) is null)
                {
                    tries++;
                    Anticipate(lines[i].Template, lines);
                }
            }
        }
    }

    private void Anticipate(LogTemplate template, ReadOnlySpan<ParsedLog> lines)
    {
        LogSeverity severity = LogSeverity.Unspecified;
        foreach (ref readonly ParsedLog log in lines)
        {
            severity = log.Template.Id == template.Id && log.Severity > severity ? log.Severity : severity;
        }

        TemplateEntry? known = new SuccessorSearch(_entries, Find, _words).LikelyPredecessorOf(TemplateWords.Of(template.Text), severity);
        if (known is null)
        {
            return;
        }

        foreach (ref readonly ParsedLog log in lines)
        {
            // Both in one window are two things.
            if (Find(log.Template) == known)
            {
                return;
            }
        }

        if (Add(template, TemplateRole.New) is { } newcomer)
        {
            newcomer.IsProvisional = true;
            Accept(newcomer, known);
        }
    }
}
