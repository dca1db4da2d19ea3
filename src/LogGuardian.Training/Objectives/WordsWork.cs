using LogGuardian.Inference;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>Lets the encoder of a model say what hidden words were.</summary>
internal static class WordsWork
{
    /// <summary>The token that hides others, and the one that stands for what the vocabulary does not have.</summary>
    private const string MaskToken = "[MASK]", UnknownToken = "[UNK]";

    /// <exception cref="TrainingException">The tokenizer has no token that hides others.</exception>
    public static StageWork Of(WindowModel model, MessageTokens tokens, StageOptions stage, LoopOptions loop)
    {
        var objective = new MaskedLanguageObjective(model.Network.Encoder, tokens, MaskId(model, $"Leave the stage out with 0 epochs of {nameof(LogLlmTrainingOptions.Words)}"), stage.MaxSamples, loop.Seed);
        model.Network.IsTraining = true;
        model.Network.MixedPrecision = loop.MixedPrecision;
        model.Network.Encoder.Parameters.Train(_ => true);
        objective.Head.Train(_ => true);
        Dictionary<string, TorchParameter> learns = ParameterSet.Named(("encoder", model.Network.Encoder.Parameters), ("head", objective.Head));
        return new StageWork(objective, learns, ParameterSet.Named([.. model.Network.Parts, ("head", objective.Head)]), null)
        {
            Owned = [objective],
        };
    }

    /// <summary>The token that hides others.</summary>
    /// <param name="model">Whose tokenizer it is.</param>
    /// <param name="otherwise">What to do where there is none, if not taking another encoder.</param>
    /// <exception cref="TrainingException">The tokenizer has none.</exception>
    public static int MaskId(WindowModel model, string otherwise) => IdOf(model, MaskToken) is >= 0 and var id ? id : throw new TrainingException(
        $"The encoder's tokenizer has no token '{MaskToken}', which hides words that are to be learned. {otherwise}, or take an encoder that has it.");

    /// <summary>The token for what the vocabulary does not have; -1 where it has everything.</summary>
    public static int UnknownId(WindowModel model) => IdOf(model, UnknownToken);

    /// <summary>A tokenizer that is only a list of words cuts the token's name at the punctuation.</summary>
    private static int IdOf(WindowModel model, string token)
    {
        int[] ids = model.Tokenizer.Encode(token);
        return ids.Length == 3 ? ids[1]
            : model.Record.Tokenizer.Kind == TokenizerKind.WordPiece ? File.ReadLines(Path.Combine(model.Folder, model.Record.Tokenizer.File)).ToList().IndexOf(token) : -1;
    }
}
