using LogGuardian.Inference;
using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training;

/// <summary>A tiny network as a model that reads windows of so many messages.</summary>
internal sealed class TinyWindowModel(TinyNetwork tiny, int maxMessages) : WindowModel("", RecordOf(maxMessages), tiny.Tokens.Tokenizer)
{
    internal override MessageNetwork Network => tiny.Network;

    public override void Save() => throw new NotSupportedException();

    internal override Tensor LogOdds(IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random) => TrainableModel.LogOdds(tiny.Network, tiny.Prompt, windows, vectors, random);

    private static ModelRecord RecordOf(int maxMessages) => new()
    {
        Tokenizer = new BundleTokenizer("tokenizer.json", TokenizerKind.Json),
        PromptTokenizer = new BundleTokenizer("tokenizer.json", TokenizerKind.Json),
        MaxMessages = maxMessages,
    };
}
