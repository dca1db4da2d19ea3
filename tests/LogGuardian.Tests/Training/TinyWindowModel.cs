using LogGuardian.Inference;
using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training;

/// <summary>A tiny network as a model that reads windows of so many messages.</summary>
internal sealed class TinyWindowModel(TinyNetwork tiny, int maxMessages) : IWindowModel
{
    public string Folder => throw new NotSupportedException();

    public MessageNetwork Network => tiny.Network;

    public MessageTokenizer Tokenizer => tiny.Tokens.Tokenizer;

    public ModelRecord Record { get; set; } = new()
    {
        Tokenizer = new BundleTokenizer("tokenizer.json", TokenizerKind.Json),
        PromptTokenizer = new BundleTokenizer("tokenizer.json", TokenizerKind.Json),
        MaxMessages = maxMessages,
    };

    public Tensor LogOdds(IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random) => TrainableModel.LogOdds(tiny.Network, tiny.Prompt, windows, vectors, random);

    public void Save() => throw new NotSupportedException();
}
