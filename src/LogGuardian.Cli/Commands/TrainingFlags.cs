using System.CommandLine;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>The options that all commands that train have.</summary>
internal sealed class TrainingFlags
{
    private readonly Option<string?> _device = Device();
    private readonly Option<string?> _seed = new("--seed") { HelpName = "n", Description = "Seed of all randomness. [default: 1]" };
    private readonly Option<string?> _run = new("--run") { HelpName = "folder", Description = "Checkpoints, metrics, report.html and event files of TensorBoard. [default: a folder runs within the model's]" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the run where it was stopped; all else must be as it was." };
    private readonly Option<string?> _threads = new("--threads") { HelpName = "n", Description = "Threads that compute. [default: one for each core]" };
    private readonly Option<string?> _epochs;
    private readonly bool _isResumable;

    /// <param name="epochs">What epochs are, for the help.</param>
    /// <param name="isResumable">Whether a run that was stopped can go on.</param>
    public TrainingFlags(string epochs, bool isResumable = true)
    {
        _isResumable = isResumable;
        _epochs = new("--epochs") { HelpName = "n", Description = epochs };
    }

    public static Option<string?> Device() => new("--device") { HelpName = "cpu|cuda|cuda:1", Description = "What computes. [default: cpu]" };

    public static string ReadDevice(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => "cpu",
        "cpu" => "cpu",
        "cuda" => "cuda",
        { Length: > 5 } text when text.StartsWith("cuda:", StringComparison.Ordinal) && text[5..].All(char.IsAsciiDigit) => text,
        { } text => throw new CliException($"{option.Name} is '{text}'; it must be cpu, cuda, or cuda:1 for the second GPU."),
    };

    public static MessageMasks ReadMasks(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null or "logllm" => MessageMasks.LogLlm,
        "typed" => MessageMasks.Typed,
        "template" => MessageMasks.Template,
        "none" => MessageMasks.None,
        { } text => throw new CliException($"{option.Name} is '{text}'; it must be logllm, typed, template or none."),
    };

    public static int? Whole(ParseResult parsed, Option<string?> option, int least, int most) =>
        parsed.GetValue(option) is { } text ? Numbers.Whole(option.Name, text, least, most) : null;

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _epochs, _device, _seed, _run, _threads })
        {
            command.Add(option);
        }

        if (_isResumable)
        {
            command.Add(_resume);
        }
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="model">The folder of the model.</param>
    /// <param name="name">What the run is called.</param>
    public TrainingSettings Read(ParseResult parsed, string model, string name) => new()
    {
        Device = ReadDevice(parsed, _device),
        Seed = Whole(parsed, _seed, 0, int.MaxValue) ?? 1,
        Run = parsed.GetValue(_run) ?? Path.Combine(model, "runs", name),
        IsResumable = _isResumable,
        Resume = _isResumable && parsed.GetValue(_resume),
        Threads = Whole(parsed, _threads, 1, TrainingSettings.MostThreads) ?? 0,
        Epochs = Whole(parsed, _epochs, 1, TrainingSettings.MostEpochs),
        CommandLine = ["logguardian", .. parsed.Tokens.Select(token => token.Value)],
    };
}
