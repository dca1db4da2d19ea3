using System.Text;

namespace LogGuardian.Inference;

/// <summary>The tokenizer of a bundle by itself, for those who train models. Safe for concurrent callers.</summary>
public sealed class MessageTokenizer
{
    private readonly Tokenizer _tokenizer;
    private readonly int _maxTokens;

    private MessageTokenizer(Tokenizer tokenizer, int maxTokens) => (_tokenizer, _maxTokens) = (tokenizer, maxTokens);

    /// <summary>Ids are less than this.</summary>
    public int Count => _tokenizer.Count;

    /// <summary>The id that fills a batch up.</summary>
    public int PadId => _tokenizer.PadId;

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="folder">The folder that <see cref="BundleTokenizer.File"/> lies in.</param>
    /// <param name="tokenizer">What it is.</param>
    /// <param name="addSpecialTokens">Whether texts get the special tokens at their ends; default true.</param>
    /// <exception cref="InvalidDataException">The file is damaged, too large, or needs what is not supported; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MessageTokenizer Open(string folder, BundleTokenizer tokenizer, bool addSpecialTokens = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        using FileStream file = File.OpenRead(Path.Combine(folder, tokenizer.File));
        return new MessageTokenizer(
            Tokenizer.Open(tokenizer.Kind, file, new TokenizerOptions { LowerCase = tokenizer.Lowercase, AddSpecialTokens = addSpecialTokens }), tokenizer.MaxTokens);
    }

    /// <summary>The ids of a text, cut to <see cref="BundleTokenizer.MaxTokens"/>.</summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] ids = new int[_maxTokens];
        return ids[.._tokenizer.Encode(Encoding.UTF8.GetBytes(text), ids)];
    }
}
