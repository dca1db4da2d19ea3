using System.CommandLine;

namespace LogGuardian.Cli;

/// <summary>Prints the template and parameters of every line.</summary>
internal sealed class ParseCommand : Command
{
    private readonly CliConsole _console;
    private readonly Argument<string> _input = new("input") { Description = "A file, or - for standard input." };
    private readonly Option<string?> _format = CommonOptions.Format();
    private readonly Option<string[]> _mask = CommonOptions.Mask();
    private readonly Option<string?> _output = new("--output") { HelpName = "csv|jsonl", Description = "A table, or one JSON object per line. [default: csv]" };

    public ParseCommand(CliConsole console)
        : base("parse", "Print each line's header fields, template and parameters.")
    {
        _console = console;
        Add(_input);
        Add(_format);
        Add(_mask);
        Add(_output);
        SetAction(ParseAsync);
    }

    private async Task<int> ParseAsync(ParseResult parsed, CancellationToken stop)
    {
        string path = parsed.GetRequiredValue(_input);
        bool isCsv = CommonOptions.ReadOutput(parsed.GetValue(_output), "csv", "jsonl") == "csv";
        if (Inputs.IsDirectory(path))
        {
            throw new CliException($"Input '{path}' is a directory; it must be a file, or - for standard input. Parse its files one by one.");
        }

        IReadOnlyList<MaskRule> masks = CommonOptions.ReadMasks(parsed.GetValue(_mask));
        using AnomalyDetector detector = Detectors.Build(CommonOptions.ReadFormat(parsed.GetValue(_format)), masks, WindowSpec.Default);
        Inputs inputs = new(_console);
        if (Inputs.IsRegularFile(path))
        {
            await Detectors.FinishTemplatesAsync(detector, new StoppableSource(inputs.Open(path), stop)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }

        PipelineCounts before = detector.Counts;
        using ParsedWriter writer = isCsv ? new ParsedCsvWriter(_console.OutputStream, _console.Warn) : new ParsedJsonWriter(_console.OutputStream);
        await foreach (ParsedLog log in detector.ParseAsync(inputs.Open(path), stop).ConfigureAwait(false))
        {
            writer.Write(log);
        }

        writer.Complete();
        Tell(before, detector.Counts);
        UnreadableInput.ThrowIfNothingWasParsed(path, before, detector.Counts);
        return ExitCode.Success;
    }

    private void Tell(PipelineCounts before, PipelineCounts after)
    {
        foreach (SkipReason reason in after.LinesSkipped.Keys.Where(reason => reason is SkipReason.TooLong or SkipReason.Binary))
        {
            long skipped = after.LinesSkipped[reason] - before.LinesSkipped[reason];
            if (skipped > 0)
            {
                _console.Warn($"{ScanSummary.Many(skipped, "line was", "lines were")} skipped: {ScanSummary.Name(reason)}.");
            }
        }
    }
}
