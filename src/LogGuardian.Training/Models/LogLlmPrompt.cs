using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>The question that LogLLM asks and the two answers to it, as tokens of the decoder.</summary>
internal sealed class LogLlmPrompt
{
    public const string BeforeText = "Below is a sequence of system log messages:";
    public const string AfterText = ". Is this sequence normal or anomalous?";
    public const string AnswerText = "The sequence is";
    public const string NormalText = AnswerText + " normal.";
    public const string AnomalousText = AnswerText + " anomalous.";

    /// <param name="tokenizer">The decoder's, without special tokens.</param>
    /// <exception cref="InvalidDataException">Its vocabulary cannot tell the answers apart.</exception>
    public LogLlmPrompt(MessageTokenizer tokenizer)
    {
        (Before, After) = (tokenizer.Encode(BeforeText), tokenizer.Encode(AfterText));
        (Normal, Anomalous) = (tokenizer.Encode(NormalText), tokenizer.Encode(AnomalousText));
        Common = Normal.AsSpan().CommonPrefixLength(Anomalous);
        if (Common == Normal.Length || Common == Anomalous.Length)
        {
            throw new InvalidDataException($"The vocabulary gives '{NormalText}' and '{AnomalousText}' the same tokens; it must tell them apart. Learn a vocabulary from texts that have both words.");
        }
    }

    /// <summary>Texts whose words a vocabulary must have.</summary>
    public static IEnumerable<string> Texts => [BeforeText, AfterText, NormalText, AnomalousText];

    public int[] Before { get; }

    public int[] After { get; }

    public int[] Normal { get; }

    public int[] Anomalous { get; }

    /// <summary>Tokens at the beginning of both answers.</summary>
    public int Common { get; }

    /// <summary>The first token that only the answer "normal" has.</summary>
    public int NormalToken => Normal[Common];

    /// <summary>The first token that only the answer "anomalous" has.</summary>
    public int AnomalousToken => Anomalous[Common];
}
