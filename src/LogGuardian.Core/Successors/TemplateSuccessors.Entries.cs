using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <content>The templates, and what they are to the detectors.</content>
internal sealed partial class TemplateSuccessors
{
    private const int MaxQuote = 160;

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Template \"{Successor}\" is taken as \"{Known}\" in other words")]
    private static partial void Accepted(ILogger logger, string successor, string known);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Template \"{Successor}\" is no longer taken as \"{Known}\": {Why}")]
    private static partial void Withdrawn(ILogger logger, string successor, string known, string why);

    private static string Quote(TemplateEntry entry) => LogText.Printable(entry.Template.Text, MaxQuote);

    /// <summary>The entry of a template. One that became more general is what it supersedes.</summary>
    private TemplateEntry? Find(LogTemplate template)
    {
        if (_byId.TryGetValue(template.Id.Value, out TemplateEntry? entry))
        {
            return entry;
        }

        foreach (TemplateId former in template.Supersedes)
        {
            if (_byId.TryGetValue(former.Value, out entry))
            {
                if (_byId.Count < 2 * MaxTemplates)
                {
                    _byId.Add(template.Id.Value, entry);
                }

                return entry;
            }
        }

        return null;
    }

    private TemplateEntry? Find(ulong id) => _byId.GetValueOrDefault(id);

    private TemplateEntry? Add(LogTemplate template, TemplateRole role)
    {
        if (_entries.Count >= MaxTemplates || template.Id == TemplateId.Unseen)
        {
            return null;
        }

        if (role == TemplateRole.New && _new >= MaxNew)
        {
            Forget();
        }

        var entry = new TemplateEntry(template, _window) { Role = role };
        Enter(entry);
        return entry;
    }

    private void Enter(TemplateEntry entry)
    {
        _entries.Add(entry);
        _byId[entry.Id] = entry;
        _new += entry.Role == TemplateRole.New ? 1 : 0;
        _successors += entry.Role == TemplateRole.Successor ? 1 : 0;
        _words.Add(entry);
    }

    /// <summary>The new template that stayed away for longest leaves.</summary>
    private void Forget()
    {
        Remove(_entries.Where(entry => entry.Role == TemplateRole.New).MinBy(entry => entry.LastWindow)!);
        _new--;
    }

    private void Remove(TemplateEntry entry)
    {
        _entries.Remove(entry);
        foreach (ulong id in _byId.Where(pair => pair.Value == entry).Select(pair => pair.Key).ToArray())
        {
            _byId.Remove(id);
        }

        _words.Remove(entry);
    }

    private LogWindow Canonical(LogWindow window, TemplateEntry? newcomer, TemplateEntry? known)
    {
        ParsedLog[]? copy = null;
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        for (int i = 0; i < lines.Length; i++)
        {
            TemplateEntry? entry = Find(lines[i].Template);
            TemplateEntry? predecessor = entry is null ? null : entry == newcomer ? known : entry.Predecessor;
            if (predecessor is null)
            {
                continue;
            }

            copy ??= window.Lines.ToArray();

            // Values at other places would be compared with those of other parameters.
            copy[i] = new ParsedLog(lines[i].Line, lines[i].Content, predecessor.Template, entry!.Words.Placeholders == predecessor.Words.Placeholders ? lines[i].Parameters : default)
            {
                Format = lines[i].Format,
                Severity = lines[i].Severity,
                UtcTicks = lines[i].UtcTicks,
            };
        }

        return copy is null ? window : new LogWindow(window.Kind, copy, window.SessionKey) { IsOpen = window.IsOpen, ReadAs = window };
    }

    /// <summary>Counts what speaks against relations when a template came in a window: for a predecessor, that it came again.</summary>
    private void Doubt(TemplateEntry came)
    {
        if (came.Role == TemplateRole.Successor)
        {
            came.IsProvisional &= !SuccessorSearch.IsMissed(came.Predecessor!, _window);
            came.Trial = came.Trial with { Windows = came.Trial.Windows + 1 };
        }
        else if (came.IsSucceeded)
        {
            foreach (TemplateEntry successor in _entries.Where(entry => entry.Predecessor == came).ToArray())
            {
                successor.Trial = successor.Trial with { Returned = successor.Trial.Returned + 1 };
                if (successor.IsProvisional || (successor.Trial.Returned >= LeastDoubts && successor.Trial.Returned >= DoubtShare * successor.Trial.Windows))
                {
                    Withdraw(successor, "that one comes again beside it.");
                }
            }
        }
    }

    private void Blame(Detection detection, Dictionary<TemplateId, LogTemplate> templates)
    {
        if (!detection.IsAnomaly || detection.IsEarly || detection.Evidence.Count == 0
            || !templates.TryGetValue(detection.Evidence[0].Template.Id, out LogTemplate? blamed))
        {
            return;
        }

        lock (_gate)
        {
            if (Find(blamed) is { Role: TemplateRole.Successor } successor)
            {
                successor.Trial = successor.Trial with { Blamed = successor.Trial.Blamed + 1 };
                if (successor.Trial.Blamed >= LeastBlames && successor.Trial.Blamed >= BlameShare * successor.Trial.Windows)
                {
                    Withdraw(successor, "windows with it stay strange because of it.");
                }
            }
        }
    }

    private void Withdraw(TemplateEntry successor, string why)
    {
        TemplateEntry known = successor.Predecessor!;
        successor.Predecessor = null;

        // Known as one of its own kind: it is not tried again, unless it was taken before there was more than its text to go by.
        successor.Role = successor.IsProvisional && _new < MaxNew ? TemplateRole.New : TemplateRole.Known;
        successor.IsProvisional = false;
        _new += successor.Role == TemplateRole.New ? 1 : 0;
        _successors--;
        known.IsSucceeded = _entries.Exists(entry => entry.Predecessor == known);
        counters.Withdrawn();
        (string former, string predecessor) = (Quote(successor), Quote(known));
        Withdrawn(logger, former, predecessor, why);
    }
}
