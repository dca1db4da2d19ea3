using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Puts tokenizers into the folders of models.</summary>
internal static class ModelTokenizer
{
    private const string FileName = "tokenizer.json";

    /// <summary>Learns a vocabulary from the messages of a set.</summary>
    /// <param name="folder">The model's.</param>
    /// <param name="set">The messages.</param>
    /// <param name="certain">Texts whose words are tokens in any case.</param>
    /// <param name="size">The most tokens.</param>
    /// <param name="maxTokens">The longest message in tokens.</param>
    /// <param name="masks">How messages are masked; each mask is one token.</param>
    /// <exception cref="InvalidDataException">The messages have no words.</exception>
    public static (BundleTokenizer Tokenizer, int Tokens) Learn(string folder, TrainingSet set, IEnumerable<string> certain, int size, int maxTokens, MessageMasks masks)
    {
        var options = new WordPieceOptions { Size = size, Masks = [.. MasksOf(masks)] };
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train(set.Messages.Select(text => (text, 1L)).Concat(certain.Select(text => (text, (long)int.MaxValue))), options);
        AtomicFile.Write(Path.Combine(folder, FileName), vocabulary.WriteJson);
        return (new BundleTokenizer(FileName, TokenizerKind.Json, MaxTokens: maxTokens), vocabulary.Tokens.Count);
    }

    /// <summary>Copies the tokenizer of another model.</summary>
    public static BundleTokenizer Copy(string from, string folder, BundleTokenizer tokenizer, int maxTokens = int.MaxValue)
    {
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(from, tokenizer.File), Path.Combine(folder, tokenizer.File), overwrite: true);
        return tokenizer with { MaxTokens = Math.Min(maxTokens, tokenizer.MaxTokens) };
    }

    /// <summary>Copies a tokenizer that Hugging Face's tools wrote.</summary>
    public static BundleTokenizer Copy(string from, string folder, string prefix, int maxTokens)
    {
        foreach ((string file, TokenizerKind kind) in new[] { (FileName, TokenizerKind.Json), ("vocab.txt", TokenizerKind.WordPiece) })
        {
            if (File.Exists(Path.Combine(from, file)))
            {
                File.Copy(Path.Combine(from, file), Path.Combine(folder, prefix + file), overwrite: true);
                return new BundleTokenizer(prefix + file, kind, MaxTokens: maxTokens);
            }
        }

        throw new InvalidDataException($"'{from}' has no {FileName} and no vocab.txt; a model needs one of them. Add the tokenizer's file.");
    }

    private static IEnumerable<string> MasksOf(MessageMasks masks) => masks switch
    {
        MessageMasks.None => [],
        MessageMasks.LogLlm => ["<*>"],
        _ => ["<*>", "<NUM>", "<HEX>", "<IP>", "<UUID>", "<PATH>", "<URL>", "<TIME>", "<ID>", "<DURATION>", "<SIZE>", "<EMAIL>", "<HOST>"],
    };
}
