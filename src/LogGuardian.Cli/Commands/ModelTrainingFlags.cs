using System.CommandLine;
using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>The options of an evaluation for methods that train LogLLM.</summary>
internal sealed class ModelTrainingFlags
{
    private const double MostDropout = 0.9;
    private static readonly ModelTraining Defaults = new();
    private readonly Option<string?> _encoder = Text("encoder", "layersxnumbers", "size of the encoder. [default: 2x128]");
    private readonly Option<string?> _decoder = Text("decoder", "layersxnumbers", "size of the decoder. [default: 2x128]");
    private readonly Option<string?> _epochs = Text("epochs", "n", "epochs of the last stage. [default: 8, or more where windows are few]");
    private readonly Option<string?> _samples = Text("samples", "n", "most windows of an epoch, drawn anew for each. [default: 16000]");
    private readonly Option<string?> _rate = Text("rate", "rate", "highest learning rate. [default: 0.0007]");
    private readonly Option<string?> _dropout = Text("dropout", "share", "numbers that layers leave out at random while they learn to answer. [default: 0]");
    private readonly Option<string?> _edits = Text("edits", "share", "messages learned in other words. [default: 0]");
    private readonly Option<string?> _masks = Text("masks", "logllm|typed|template|none", "what stands in the place of values. [default: logllm]");
    private readonly Option<string?> _messages = Text("messages", "n", "most messages that are read at once; longer windows are cut. [default: 300]");
    private readonly Option<string?> _device = Text("device", "cpu|cuda|cuda:1", "what computes. [default: cpu]");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _encoder, _decoder, _epochs, _samples, _rate, _dropout, _edits, _masks, _messages, _device })
        {
            command.Add(option);
        }
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="jobs">How many trainings there are at a time; they share the processors.</param>
    public ModelTraining Read(ParseResult parsed, int jobs) => new()
    {
        Encoder = parsed.GetValue(_encoder) is { } encoder ? ShapeSpec.Encoder(_encoder.Name, encoder) : Defaults.Encoder,
        Decoder = parsed.GetValue(_decoder) is { } decoder ? ShapeSpec.Decoder(_decoder.Name, decoder) : Defaults.Decoder,
        Epochs = TrainingFlags.Whole(parsed, _epochs, 1, TrainingSettings.MostEpochs),
        Samples = TrainingFlags.Whole(parsed, _samples, 1, ModelTraining.MostSamples) ?? Defaults.Samples,
        Rate = Number(parsed, _rate, double.Epsilon, 1, "a number above 0, at most 1, such as 7e-4") ?? Defaults.Rate,
        Dropout = Number(parsed, _dropout, 0, MostDropout, "a share from 0 to 0.9, such as 0.1") ?? Defaults.Dropout,
        Edits = Number(parsed, _edits, 0, 1, "a share from 0 to 1, such as 0.3") ?? Defaults.Edits,
        Masks = TrainingFlags.ReadMasks(parsed, _masks),
        Messages = TrainingFlags.Whole(parsed, _messages, 1, ModelTraining.MostMessages) ?? Defaults.Messages,
        Device = TrainingFlags.ReadDevice(parsed, _device),
        Threads = jobs == 1 ? 0 : Math.Max(1, Environment.ProcessorCount / jobs),
    };

    private static Option<string?> Text(string name, string value, string description) => new("--train-" + name) { HelpName = value, Description = "For methods that train LogLLM: " + description };

    private static double? Number(ParseResult parsed, Option<string?> option, double least, double most, string rule) => parsed.GetValue(option) is not { } text ? null :
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new CliException($"{option.Name} is '{text}'; it must be {rule}.");
}
