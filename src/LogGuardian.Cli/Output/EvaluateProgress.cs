using LogGuardian.Evaluation;
using Spectre.Console;

namespace LogGuardian.Cli;

/// <summary>The bar of an evaluation: results that are there of those that there will be.</summary>
internal static class EvaluateProgress
{
    public static async Task<T> RunAsync<T>(CliConsole console, Func<IProgress<EvaluationProgress>?, Task<T>> work)
    {
        if (ProgressDisplay.Find(console, isText: true) is not { } terminal)
        {
            return await work(null).ConfigureAwait(false);
        }

        return await ProgressDisplay.Create(terminal).StartAsync(async context =>
        {
            ProgressTask task = context.AddTask("reading", maxValue: 1);
            return await work(new Bar(task)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    // Not Progress<T>: reports in the order in which they came.
    private sealed class Bar(ProgressTask task) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value)
        {
            task.Value = value.Total == 0 ? 0 : (double)value.Done / value.Total;
            task.Description = Markup.Escape(SafeText.Cut(value.Current, 60));
        }
    }
}
