using System.Globalization;
using Spectre.Console;

namespace LogGuardian.Cli;

/// <summary>A progress bar on the terminal, ten times a second at most; nothing when there is no terminal to show it on.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Where a bar may be drawn: beside the text when both go to the terminal, else on standard error; null for nowhere.</summary>
    public static IAnsiConsole? Find(CliConsole console, bool isText)
    {
        if (console.Terminal.IsOutput)
        {
            return isText && console.Ink is TerminalInk ink ? ink.Console : null;
        }

        return console.Terminal.IsError ? TerminalInk.Create(console.Error, console.Terminal) : null;
    }

    public static async Task<T> RunAsync<T>(IAnsiConsole? terminal, Ink ink, ReadGauge gauge, Func<long> linesRead, Func<Task<T>> work)
    {
        if (terminal is null)
        {
            return await work().ConfigureAwait(false);
        }

        return await Create(terminal).StartAsync(async context =>
        {
            ProgressTask task = context.AddTask("reading", maxValue: 1);
            using var timer = new Timer(_ => Show(task, gauge, linesRead(), ink), null, Refresh, Refresh);
            return await work().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public static Progress Create(IAnsiConsole terminal)
    {
        Progress progress = new(terminal) { AutoClear = true, RefreshRate = Refresh, ExcludeVerticalPadding = true };
        return progress.Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn());
    }

    private static void Show(ProgressTask task, ReadGauge gauge, long lines, Ink ink)
    {
        task.IsIndeterminate = !gauge.HasLength;
        task.Value = gauge.Share;
        task.Description = Markup.Escape(string.Create(
            CultureInfo.InvariantCulture, $"{SafeText.Cut(Path.GetFileName(gauge.Name), 30)} {lines,11:N0} lines").TrimStart());
        if (ink is TerminalInk)
        {
            ink.Flush();
        }
    }
}
