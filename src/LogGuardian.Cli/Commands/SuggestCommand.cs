using System.CommandLine;
using LogGuardian.Training;

namespace LogGuardian.Cli;

/// <summary>Writes the windows of logs that are worth a label, for a person to fill in.</summary>
internal sealed class SuggestCommand : Command
{
    private readonly CliConsole _console;
    private readonly Argument<string[]> _files = new("logs") { Arity = ArgumentArity.OneOrMore, Description = "Logs of the system, without labels; files or directories, which are read twice." };
    private readonly Option<string?> _model = new("--model") { HelpName = "folder|bundle", Required = true, Description = "The model that will be tuned: its folder; or a bundle without a decoder, or 'default' for the one that comes with the package." };
    private readonly Option<string?> _count = new("--count") { HelpName = "n", Description = "How many windows. [default: 16, the most that tune takes]" };
    private readonly Option<string?> _out = new("--out") { HelpName = "file.jsonl", Required = true, Description = "Where they go, each a JSON object on a line whose label is null. A file that is there is not touched." };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "n", Description = "Seed of the draw where there are more windows than are compared. [default: 1]" };

    public SuggestCommand(CliConsole console)
        : base("suggest", "Write the windows of a log that say most once they have a label, for tune.")
    {
        _console = console;
        Add(_files);
        foreach (Option option in new Option[] { _model, _count, _out, _seed })
        {
            Add(option);
        }

        SetAction((parsed, stop) => TrainingWork.SayAsync(() => RunAsync(parsed, stop)));
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string[] files = parsed.GetRequiredValue(_files);
        string from = parsed.GetRequiredValue(_model)!, path = parsed.GetRequiredValue(_out)!;
        int count = TrainingFlags.Whole(parsed, _count, 1, FewShotTuning.MostSuggested) ?? FewShotTuning.MostLabelled;
        int seed = TrainingFlags.Whole(parsed, _seed, 0, int.MaxValue) ?? 1;
        if (Array.Find(files, file => !Inputs.IsDirectory(file) && !Inputs.IsRegularFile(file)) is { } unfit)
        {
            throw new CliException($"The input is '{unfit}'; it must be a file that holds something, or a directory, for it is read twice. Write what a pipe gives to a file.");
        }

        if (File.Exists(path))
        {
            throw new CliException($"--out is '{path}', which is there already and may hold labels; it must be a new file. Name another.");
        }

        (int[] places, int windows) = await ChooseAsync(files, from, count, seed, stop).ConfigureAwait(false);
        await WriteAsync(path, files, [.. places], stop).ConfigureAwait(false);
        TrainingWork.Row(_console, "windows", $"{places.Length:N0} of {windows:N0}");
        TrainingWork.Row(_console, "labels", $"write normal or anomaly in the place of null in {path}, then run model tune --labels {path}");
    }

    private async Task<(int[] Places, int Windows)> ChooseAsync(string[] files, string from, int count, int seed, CancellationToken stop)
    {
        string folder = Directory.CreateTempSubdirectory("logguardian-").FullName;
        try
        {
            using WindowModel model = ModelFolder.IsBundle(from) ? ModelFolder.Open(from, folder, "cpu") : WindowModel.Open(from);
            var set = new TrainingSet();
            await TrainingInputs.AddAsync(_console, set, files, model.Message, stop).ConfigureAwait(false);
            TrainingInputs.Require(set, "The input");
            return ([.. FewShotTuning.Suggest(model, set, count, seed)], set.Windows.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Windows in the order of the logs, so that whoever labels them reads on.</summary>
    private async Task WriteAsync(string path, string[] files, HashSet<int> places, CancellationToken stop)
    {
        using var text = new MemoryStream();
        using var output = new JsonLinesOutput(text);
        int place = 0;
        await foreach (LogWindow window in TrainingInputs.WindowsAsync(_console, files, stop).ConfigureAwait(false))
        {
            if (places.Contains(place++))
            {
                output.Begin();
                output.Writer.WriteString("at", FormattableString.Invariant($"{window.Source}:{window.FirstLine}-{window.LastLine}"));
                output.Writer.WriteNull("label");
                output.Writer.WriteStartArray("messages");
                foreach (ParsedLog line in window.Lines.ToArray())
                {
                    output.Writer.WriteStringValue(line.ToString());
                }

                output.Writer.WriteEndArray();
                output.End();
            }
        }

        // What was stopped or could not be read leaves no file that would be in the way.
        output.Flush();
        using FileStream file = new(path, FileMode.CreateNew);
        text.WriteTo(file);
    }
}
