using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>The tokens of the messages of a set, made when they are first wanted.</summary>
internal sealed class MessageTokens(MessageTokenizer tokenizer, IReadOnlyList<string> messages)
{
    private readonly int[]?[] _tokens = new int[messages.Count][];

    public MessageTokenizer Tokenizer => tokenizer;

    public int Count => messages.Count;

    /// <summary>The text of a message.</summary>
    public string TextOf(int message) => messages[message];

    /// <summary>The ids of a message, special tokens at its ends.</summary>
    public int[] this[int message] => _tokens[message] ??= tokenizer.Encode(messages[message]);
}
