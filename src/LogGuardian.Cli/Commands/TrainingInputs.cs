using System.Runtime.CompilerServices;
using LogGuardian.Evaluation;
using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Windows to learn from, as the command line names them.</summary>
internal static class TrainingInputs
{
    /// <summary>How many equal windows small models learn in an epoch: more say nothing new.</summary>
    public const int MostRepeats = 4;

    /// <summary>The training part of labelled data: of the first split by seed 1.</summary>
    public static async Task<TrainingSet> ReadAsync(string dataset, string data, string? protocol, BundleMessage message, CancellationToken stop)
    {
        Protocol division = Protocol.Find(protocol ?? "logllm");
        await foreach (EvaluationSplit split in division.SplitsAsync(EvaluationData.Open(dataset, data), MethodNeeds.Lines, seed: 1, stop).ConfigureAwait(false))
        {
            return await TrainingSets.ReadAsync(split, message, stop).ConfigureAwait(false);
        }

        throw new CliException($"Protocol '{division.Name}' gives no split of '{data}'; there must be one to learn from. Choose another by --protocol.");
    }

    /// <summary>Adds the windows of logs, which are read as scan reads them.</summary>
    public static Task AddAsync(CliConsole console, TrainingSet set, IEnumerable<string> files, BundleMessage message, CancellationToken stop) =>
        set.AddAsync(WindowsAsync(console, files, stop), message, null, stop);

    /// <summary>The windows of logs, one log after the other, as scan reads them.</summary>
    public static IAsyncEnumerable<LogWindow> WindowsAsync(CliConsole console, IEnumerable<string> files, CancellationToken stop) =>
        WindowsAsync(console, files, () => Detectors.BuildWindows(null, [], WindowSpec.Default), stop);

    /// <summary>The windows of logs, one log after the other, by a reader of their own.</summary>
    public static async IAsyncEnumerable<LogWindow> WindowsAsync(
        CliConsole console, IEnumerable<string> files, Func<AnomalyDetector> reader, [EnumeratorCancellation] CancellationToken stop)
    {
        using AnomalyDetector windows = reader();
        var inputs = new Inputs(console);
        foreach (string file in files)
        {
            await foreach (LogWindow window in LogWindows.ReadAsync(windows, inputs.Open(file), stop).ConfigureAwait(false))
            {
                yield return window;
            }
        }
    }

    /// <exception cref="CliException">There are none.</exception>
    public static void Require(TrainingSet set, string option)
    {
        if (set.Windows.Count == 0)
        {
            throw new CliException($"{option} holds no windows; there must be some to learn from. Check the paths.");
        }
    }
}
