namespace LogGuardian.Cli;

/// <summary>Writes the summary of a scan and, when nothing could be judged, what to do about it.</summary>
internal sealed class ScanEnding(ScanSettings settings, WindowSpec window, CliConsole console)
{
    private const int NameWidth = 9;

    public void Write(ScanSummary summary, bool stopped)
    {
        if (stopped && !settings.Follow)
        {
            console.Warn("Stopped before the end; the summary covers what was read.");
        }

        Ink ink = settings.IsText ? console.Ink : new PlainInk(console.Error);
        foreach ((string name, string text) in summary.Rows())
        {
            ink.WriteLine(new Piece(name.PadRight(NameWidth), Tone.Quiet), new Piece(text));
        }

        ink.Flush();
        Advise(summary);
    }

    private void Advise(ScanSummary summary)
    {
        if (summary.Tally.Windows == 0)
        {
            if (window.IsSession && summary.LinesParsed > 0)
            {
                console.Warn($"No line matched --window {window.Text}; no session was found. Check the expression against a line of the log.");
            }

            return;
        }

        if (summary.Tally.Windows == summary.Tally.Unscored)
        {
            string why = summary.Tally.WhyUnscored is { } reason ? $" ({reason.TrimEnd('.')})" : "";
            console.Warn($"Nothing was scored: all windows went into learning{why}. Teach what is normal with --learn <files> or --state <path>, or learn from fewer lines with --warm-up <lines>.");
        }
    }
}
