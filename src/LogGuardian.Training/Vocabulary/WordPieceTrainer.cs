using System.Text;

namespace LogGuardian.Training;

/// <summary>
/// Learns a WordPiece vocabulary from texts, as <c>WordPieceTrainer</c> of Hugging Face's tokenizers does: words begin as single characters, and the two tokens that stand side by side
/// most often become one, again and again (byte-pair encoding, Sennrich et al., arXiv 1508.07909). Among equally frequent pairs the first in the order of their texts is taken, so
/// that equal texts give equal vocabularies. Not for concurrent callers.
/// </summary>
internal sealed class WordPieceTrainer
{
    // Longer words are unknown words to whoever reads vocab.txt.
    private const int LongestWord = 100;

    private readonly WordPieceOptions _options;
    private readonly BertWords _splitter;
    private readonly WordCounts _counts;
    private readonly List<string> _words = [];

    public WordPieceTrainer(WordPieceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _splitter = new BertWords([.. WordPieceVocabulary.Special, .. _options.Masks], _options.LowerCase);
        _counts = new WordCounts(_options.MaxWords);
    }

    /// <summary>Learns from all of the texts.</summary>
    public static WordPieceVocabulary Train(IEnumerable<(string Text, long Count)> texts, WordPieceOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var trainer = new WordPieceTrainer(options);
        foreach ((string text, long count) in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.Add(text, count);
        }

        return trainer.Train(cancellationToken);
    }

    /// <summary>Counts the words of a text.</summary>
    /// <param name="text">The text, as a model will read it.</param>
    /// <param name="count">How often it comes.</param>
    public void Add(string text, long count = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        Rule.Require(count >= 1, nameof(count), count, "at least 1");
        _words.Clear();
        _splitter.Split(text, _words);
        foreach (string word in _words)
        {
            _counts.Add(word, count);
        }
    }

    /// <summary>Learns from the texts so far.</summary>
    /// <exception cref="InvalidDataException">No text has a word, or the characters alone are more than there may be tokens; the message says what to change.</exception>
    public WordPieceVocabulary Train(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<KeyValuePair<string, long>> words = _counts.Take();
        if (words.Count == 0)
        {
            throw new InvalidDataException("There is no word to learn a vocabulary from: the texts are none, empty, or hold masks alone. Give the messages of the training data.");
        }

        List<Rune> alphabet = Alphabet(words);
        List<string> tokens = [.. WordPieceVocabulary.Special, .. _options.Masks];
        int least = tokens.Count + (2 * alphabet.Count);
        if (least > _options.Size)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Size is {_options.Size}; {tokens.Count} special tokens and {alphabet.Count} characters, each at the beginning of words and within, need {least}. Set Size to more, or MaxAlphabet to less."));
        }

        var merges = new WordPieceMerges(alphabet);
        foreach ((string word, long count) in words)
        {
            if (word.Length <= 2 * LongestWord && word.EnumerateRunes().Count() <= LongestWord)
            {
                merges.Add(word, count);
            }
        }

        tokens.AddRange(merges.Run(_options.Size - tokens.Count, _options.MinFrequency, cancellationToken));
        return new WordPieceVocabulary(tokens, _options.Masks.Count, _options.LowerCase);
    }

    private List<Rune> Alphabet(IReadOnlyList<KeyValuePair<string, long>> words)
    {
        var counts = new Dictionary<Rune, long>();
        foreach ((string word, long count) in words)
        {
            foreach (Rune rune in word.EnumerateRunes())
            {
                counts[rune] = counts.GetValueOrDefault(rune) + count;
            }
        }

        IEnumerable<Rune> ascii = _options.Ascii
            ? Enumerable.Range('!', '~' - '!' + 1).Select(value => new Rune(value)).Where(rune => !_options.LowerCase || Rune.ToLowerInvariant(rune) == rune)
            : [];
        return [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(_options.MaxAlphabet).Select(pair => pair.Key).Union(ascii).Order()];
    }
}
