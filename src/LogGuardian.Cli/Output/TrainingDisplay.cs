using System.Globalization;
using LogGuardian.Training;
using Spectre.Console;

namespace LogGuardian.Cli;

/// <summary>How a training goes: a bar for each stage on the terminal, else a line for each epoch.</summary>
internal static class TrainingDisplay
{
    public static async Task<TrainingSummary> RunAsync(CliConsole console, Func<Action<TrainingProgress>, Task> work)
    {
        var summary = new TrainingSummary();
        if (ProgressDisplay.Find(console, isText: true) is not { } terminal)
        {
            await work(progress =>
            {
                summary.Add(progress);
                Line(console, progress);
            }).ConfigureAwait(false);
            return summary;
        }

        return await ProgressDisplay.Create(terminal).StartAsync(async context =>
        {
            Dictionary<string, ProgressTask> bars = [];
            await work(progress =>
            {
                summary.Add(progress);
                if (!bars.TryGetValue(progress.Stage, out ProgressTask? bar))
                {
                    bars.Add(progress.Stage, bar = context.AddTask(progress.Stage));
                }

                bar.MaxValue = progress.Steps;
                bar.Value = progress.Step;
                bar.Description = Markup.Escape(string.Create(
                    CultureInfo.InvariantCulture, $"{progress.Stage,-10} loss {progress.Loss:0.0000}  rate {progress.LearningRate:0.0e-0}"));
            }).ConfigureAwait(false);
            return summary;
        }).ConfigureAwait(false);
    }

    private static void Line(CliConsole console, TrainingProgress progress)
    {
        if (progress.Epoch == Math.Floor(progress.Epoch))
        {
            string metrics = string.Concat(progress.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $", {metric.Key} {metric.Value:0.0000}")));
            console.Ink.WriteLine(new Piece(string.Create(
                CultureInfo.InvariantCulture,
                $"{progress.Stage} {progress.Epoch:0}: step {progress.Step} of {progress.Steps}, loss {progress.Loss:0.0000}, rate {progress.LearningRate:0.0e-0}{metrics}")));

            // Whoever watches a log sees it when it happens.
            console.Flush();
        }
    }
}
