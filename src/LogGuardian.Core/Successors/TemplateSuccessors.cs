using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <summary>
/// Recognises known templates in other words. After an update of a program its lines read differently and mean the same; a new template that comes where and
/// as often as one that has stopped coming is taken as its successor, and detectors see its lines under the known template. A relation is proposed by
/// <see cref="SuccessorSearch"/>, kept when recent windows are less strange with it, and withdrawn when the known template comes again beside the new one, or when the
/// new one is still what is strange.
/// </summary>
internal sealed partial class TemplateSuccessors(PipelineCounters counters, ILogger logger) : IStateful, IMergeable
{
    private const int MaxTemplates = 8_192;
    private const int MaxNew = 256;
    private const int MaxWindows = 32;
    private const int MaxWindowLines = 4_096;
    private const int MaxTriesPerWindow = 16;

    // A new template is looked at again when it has come in a quarter more windows.
    private const double TryAfter = 1.25;

    // So often without a predecessor, a new template is of its own kind.
    private const long OwnKindAfter = 1_024;

    // Returns or blames of a successor that are no accident, and their share of its windows.
    private const int LeastDoubts = 3;
    private const int LeastBlames = 8;
    private const double DoubtShare = 0.25;
    private const double BlameShare = 0.5;

    private readonly Dictionary<ulong, TemplateEntry> _byId = [];
    private readonly List<TemplateEntry> _entries = [];
    private readonly WordIndex _words = new();
    private readonly Queue<LogWindow> _recent = new();
    private readonly Lock _gate = new();
    private int _recentLines;
    private int _new;
    private int _successors;
    private long _window;

    /// <summary>Counts a window that is taken as normal: its templates are known from now on.</summary>
    public void Learn(LogWindow window)
    {
        lock (_gate)
        {
            Count(window, isNormal: true, due: null);
        }
    }

    /// <summary>
    /// Notes that a window was marked as normal: its new templates are the sooner taken for what they may be. Whether windows are less strange with that is not asked,
    /// for a user has said that they are not strange.
    /// </summary>
    public void Mark(LogWindow window)
    {
        var marked = new HashSet<TemplateEntry>();
        lock (_gate)
        {
            foreach (ref readonly ParsedLog log in window.Lines.Span)
            {
                if (Find(log.Template) is { Role: TemplateRole.New } entry && marked.Add(entry))
                {
                    entry.Marked++;
                }
            }
        }

        foreach (TemplateEntry newcomer in marked)
        {
            if (Propose(newcomer) is { } proposal)
            {
                Accept(newcomer, proposal.Known);
            }
        }
    }

    /// <summary>The share of windows that had a template, in [0..1].</summary>
    public double ShareOf(LogTemplate template)
    {
        lock (_gate)
        {
            return Find(template) is { } entry ? (double)entry.Windows / _window : 0;
        }
    }

    /// <summary>The window as detectors know it: itself when it has no successor, otherwise a copy that names the known templates.</summary>
    public LogWindow Canonical(LogWindow window)
    {
        if (Volatile.Read(ref _successors) == 0)
        {
            return window;
        }

        lock (_gate)
        {
            return Canonical(window, null, null);
        }
    }

    /// <summary>The detection of a window of <see cref="Canonical(LogWindow)"/> as one of the window that was read: with its lines and their own templates.</summary>
    public Detection Restore(Detection detection)
    {
        if (detection.Window.ReadAs is not { } window)
        {
            return detection;
        }

        ReadOnlySpan<ParsedLog> read = window.Lines.Span;
        ReadOnlySpan<ParsedLog> seen = detection.Window.Lines.Span;
        var lines = new Dictionary<(string Source, long Line), ParsedLog>();
        var templates = new Dictionary<TemplateId, LogTemplate>();
        for (int i = 0; i < read.Length; i++)
        {
            if (read[i].Template.Id != seen[i].Template.Id)
            {
                lines.TryAdd((read[i].Line.Source, read[i].Line.LineId), read[i]);
                templates.TryAdd(seen[i].Template.Id, read[i].Template);
            }
        }

        Blame(detection, templates);
        return detection with
        {
            Window = window,
            Evidence = [.. detection.Evidence.Select(piece => piece with
            {
                Template = templates.GetValueOrDefault(piece.Template.Id, piece.Template),
                After = piece.After is { } after ? templates.GetValueOrDefault(after.Id, after) : null,
                Lines = [.. piece.Lines.Select(log => lines.GetValueOrDefault((log.Line.Source, log.Line.LineId), log))],
            })],
        };
    }

    /// <summary>Counts a window that was judged, and looks for the predecessors of its new templates.</summary>
    /// <param name="window">As it was read.</param>
    /// <param name="score">Scores windows in the same way as they are judged.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async ValueTask FollowAsync(LogWindow window, Func<IReadOnlyList<LogWindow>, CancellationToken, ValueTask<float[]>> score, CancellationToken cancellationToken)
    {
        List<TemplateEntry>? due = null;
        lock (_gate)
        {
            Count(window, isNormal: false, due = []);
            if (_new > 0 && due.Count > 0)
            {
                Keep(window);
            }

            due.RemoveAll(entry => !IsDue(entry));
        }

        foreach (TemplateEntry newcomer in due.Take(MaxTriesPerWindow))
        {
            (TemplateEntry Known, LogWindow[] Without, LogWindow[] With)? proposal = Propose(newcomer);
            if (proposal is { } found
                && (newcomer.Marked > 0 || IsBetter(await score(found.Without, cancellationToken).ConfigureAwait(false), await score(found.With, cancellationToken).ConfigureAwait(false))))
            {
                Accept(newcomer, found.Known);
            }
        }
    }

    private static bool IsDue(TemplateEntry entry) => entry.Role == TemplateRole.New
        && (entry.Windows == 1 || Step(entry.Windows) != Step(entry.Windows - 1));

    private static int Step(long windows) => (int)(Math.Log(windows) / Math.Log(TryAfter));

    /// <summary>Whether no window is stranger and most are less strange.</summary>
    private static bool IsBetter(float[] without, float[] with)
    {
        int better = 0;
        for (int i = 0; i < with.Length; i++)
        {
            if (with[i] > without[i])
            {
                return false;
            }

            better += with[i] < without[i] ? 1 : 0;
        }

        return 2 * better > with.Length;
    }

    private void Count(LogWindow window, bool isNormal, List<TemplateEntry>? due)
    {
        _window++;
        TemplateEntry? last = null;
        bool isSession = window.Kind == WindowKind.Session;
        ReadOnlySpan<ParsedLog> lines = window.Lines.Span;
        for (int i = 0; i < lines.Length; i++)
        {
            TemplateEntry? entry = Find(lines[i].Template) ?? Add(lines[i].Template, isNormal ? TemplateRole.Known : TemplateRole.New);
            if (entry is null)
            {
                last = null;
                continue;
            }

            if (entry.Role == TemplateRole.New && (isNormal || entry.Windows >= OwnKindAfter))
            {
                entry.Role = TemplateRole.Known;
                _new--;
            }

            if (entry.Count(_window, lines[i].Severity))
            {
                Doubt(entry);
                if (entry.Role == TemplateRole.New)
                {
                    due?.Add(entry);
                }
            }

            if (last is not null || (i == 0 && isSession))
            {
                entry.Before.Add(last?.Id ?? TemplateId.Unseen.Value);
                last?.After.Add(entry.Id);
            }

            last = entry;
        }

        if (isSession)
        {
            last?.After.Add(TemplateId.Unseen.Value);
        }
    }

    private void Keep(LogWindow window)
    {
        _recent.Enqueue(window);
        _recentLines += window.Count;
        while (_recent.Count > MaxWindows || (_recentLines > MaxWindowLines && _recent.Count > 1))
        {
            _recentLines -= _recent.Dequeue().Count;
        }
    }

    private (TemplateEntry Known, LogWindow[] Without, LogWindow[] With)? Propose(TemplateEntry newcomer)
    {
        lock (_gate)
        {
            // Another run may have accepted it meanwhile.
            TemplateEntry? known = newcomer.Role == TemplateRole.New ? new SuccessorSearch(_entries, Find, _words).PredecessorOf(newcomer, _window) : null;
            if (known is null)
            {
                return null;
            }

            LogWindow[] windows = [.. _recent.Where(window => Has(window, newcomer))];
            return (known, [.. windows.Select(window => Canonical(window, null, null))], [.. windows.Select(window => Canonical(window, newcomer, known))]);
        }
    }

    private bool Has(LogWindow window, TemplateEntry entry)
    {
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (Find(log.Template) == entry)
            {
                return true;
            }
        }

        return false;
    }

    private void Accept(TemplateEntry newcomer, TemplateEntry known)
    {
        lock (_gate)
        {
            if (newcomer.Role != TemplateRole.New || known.Role != TemplateRole.Known)
            {
                return;
            }

            newcomer.Role = TemplateRole.Successor;
            newcomer.Predecessor = known;
            newcomer.Trial = default;
            known.IsSucceeded = true;
            _new--;
            _successors++;
        }

        counters.Succeeded();
        (string successor, string predecessor) = (Quote(newcomer), Quote(known));
        Accepted(logger, successor, predecessor);
    }
}
