using System.Text;
using CsCheck;
using LogGuardian.Inference;
using LogGuardian.Tests.TestKit;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Vocabulary;

public sealed class WordPieceTrainerTests
{
    private static readonly (string, long)[] Hugs = [("hug", 10), ("pug", 5), ("pun", 12), ("bun", 4), ("Hugs!", 5)];

    private static readonly WordPieceOptions Small = new() { Ascii = false };

    [Fact]
    public void Train_SmallCorpus_MergesTheMostFrequentPairs() => Assert.Equal(
        "[PAD] [UNK] [CLS] [SEP] [MASK] ! b g h n p s u ##! ##b ##g ##h ##n ##p ##s ##u ##ug ##un hug pun hugs pug bun",
        Text(WordPieceTrainer.Train(Hugs, Small)));

    [Theory]
    [InlineData(5, 4096, "##ug ##un hug pun hugs pug")]
    [InlineData(13, 4096, "##ug ##un hug")]
    [InlineData(2, 23, "##ug ##un")]
    [InlineData(2, 21, "")]
    public void Train_SmallCorpus_EndsAtFrequencyAndSize(long minFrequency, int size, string merged) =>
        Assert.Equal(merged, string.Join(' ', WordPieceTrainer.Train(Hugs, Small with { MinFrequency = minFrequency, Size = size }).Tokens.Skip(21)));

    [Theory]
    [InlineData("aaaa", "##aa ##aaa aaaa")]
    [InlineData("abab", "##ab ##bab abab")]
    [InlineData("ba ab", "ab ba")]
    public void Train_EqualPairs_GoByText(string text, string merged) =>
        Assert.Equal(merged, string.Join(' ', WordPieceTrainer.Train([(text, 3)], Small).Tokens.SkipWhile(token => token != "##" + text.Max()).Skip(1)));

    [Fact]
    public void Train_RandomWords_MergesAsWhoCountsAnew() => Gen.String[Gen.Char['a', 'c'], 1, 9].Array[1, 12].Sample(words =>
    {
        (string, long)[] texts = [.. words.Select((word, i) => (word, (long)(i % 3) + 1))];
        Assert.Equal(CountAnew(texts), WordPieceTrainer.Train(texts, Small with { Size = 40 }).Tokens.Skip(5));
    }, iter: 100);

    [Fact]
    public void Train_Ascii_HasItsCharacters()
    {
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train([("a", 1)], new WordPieceOptions());
        Assert.Equal(5 + (2 * 68), vocabulary.Tokens.Count);
        Assert.Contains("~", vocabulary.Tokens);
        Assert.Contains("##z", vocabulary.Tokens);
        Assert.DoesNotContain("A", vocabulary.Tokens);
        Assert.Contains("A", WordPieceTrainer.Train([("a", 1)], new WordPieceOptions { LowerCase = false }).Tokens);
    }

    [Fact]
    public void Train_ManyWords_LetsTheRarestLeave()
    {
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train([("xx", 2), ("yy", 9), ("zz", 9), ("qq", 1), ("ww", 8)], Small with { MaxWords = 2 });
        Assert.Equal("y z ##y ##z yy zz", string.Join(' ', vocabulary.Tokens.Skip(5)));
    }

    [Fact]
    public void Train_SmallAlphabet_LeavesOutTheRarestCharacters()
    {
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train([("aab", 5), ("abc", 3)], Small with { MaxAlphabet = 2 });
        Assert.Equal("a b ##a ##b ##ab aab", string.Join(' ', vocabulary.Tokens.Skip(5)));
    }

    [Fact]
    public void Train_EndlessWord_IsNotLearned() =>
        Assert.Equal("a ##a", string.Join(' ', WordPieceTrainer.Train([(new string('a', 101), 50)], Small).Tokens.Skip(5)));

    [Fact]
    public void Train_NoWords_Throws() => Assert.Contains(
        "no word", Assert.Throws<InvalidDataException>(() => WordPieceTrainer.Train([("<*> ", 3)], Small with { Masks = ["<*>"] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Train_LittleSize_SaysHowMuchIsNeeded()
    {
        string message = Assert.Throws<InvalidDataException>(() => WordPieceTrainer.Train(Hugs, Small with { Size = 20 })).Message;
        Assert.Contains("Size is 20", message, StringComparison.Ordinal);
        Assert.Contains("need 21", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordPieceTrainer(new WordPieceOptions { Size = 7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordPieceTrainer(new WordPieceOptions { MinFrequency = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordPieceTrainer(new WordPieceOptions { Masks = ["<*>", "<*>"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordPieceTrainer(new WordPieceOptions { Masks = ["[UNK]"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordPieceTrainer(new WordPieceOptions()).Add("a", 0));
    }

    [Theory]
    [InlineData("hugs pun bugs", "[CLS] hugs pun b ##ug ##s [SEP]")]
    [InlineData("HUGS! <*>", "[CLS] hugs ! <*> [SEP]")]
    [InlineData("pug<NUM>pug", "[CLS] pug <NUM> pug [SEP]")]
    [InlineData("[MASK] hat", "[CLS] [MASK] [UNK] [SEP]")]
    public void Json_ReadByTheTokenizer_HasMasksAsTokens(string text, string expected)
    {
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train(Hugs, Small with { Masks = WordPieceMasks.All });
        Assert.Equal(expected, Encode(Open(vocabulary, TokenizerKind.Json), vocabulary, text));
    }

    [Fact]
    public void Text_ReadByTheTokenizer_CutsMasksAtPunctuation()
    {
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train(Hugs, new WordPieceOptions { Masks = WordPieceMasks.All });
        Tokenizer tokenizer = Open(vocabulary, TokenizerKind.WordPiece);
        Assert.Equal(vocabulary.Tokens.Count, tokenizer.Count);
        Assert.Equal("[CLS] < * > hugs [SEP]", Encode(tokenizer, vocabulary, "<*> hugs"));
    }

    [SkippableFact]
    public void Train_LinesOfManySystems_KnowsEachCharacterAndGetsShorter()
    {
        string[] lines =
        [
            .. Directory.EnumerateFiles(ExternalData.Require("loghub-2k"), "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(path => File.ReadLines(path).Take(100)),
        ];
        double before = double.MaxValue;
        foreach (int size in (int[])[300, 600, 1200])
        {
            WordPieceVocabulary vocabulary = WordPieceTrainer.Train(lines.Select(line => (line, 1L)), new WordPieceOptions { Size = size });
            Assert.Equal(Text(vocabulary), Text(WordPieceTrainer.Train(lines.Reverse().Select(line => (line, 1L)), new WordPieceOptions { Size = size })));
            Assert.Equal(vocabulary.Tokens.Count, vocabulary.Tokens.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(size, vocabulary.Tokens.Count);
            Tokenizer tokenizer = Open(vocabulary, TokenizerKind.WordPiece);
            var splitter = new BertWords([], lowerCase: true);
            int[] ids = new int[4096];
            long tokens = 0;
            foreach (string line in lines)
            {
                int count = tokenizer.Encode(Encoding.UTF8.GetBytes(line), ids);
                Assert.DoesNotContain(1, ids[..count]);
                tokens += count - 2;
                var words = new List<string>();
                splitter.Split(line, words);
                Assert.Equal(string.Concat(words), string.Concat(ids[1..(count - 1)].Select(id => Bare(vocabulary.Tokens[id]))));
            }

            Assert.InRange(tokens / (double)lines.Length, 1, before);
            before = tokens / (double)lines.Length;
        }
    }

    private static string Bare(string token) => token.Length > 2 && token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : token;

    private static string Text(WordPieceVocabulary vocabulary) => string.Join(' ', vocabulary.Tokens);

    private static Tokenizer Open(WordPieceVocabulary vocabulary, TokenizerKind kind)
    {
        using var file = new MemoryStream();
        if (kind == TokenizerKind.Json)
        {
            vocabulary.WriteJson(file);
        }
        else
        {
            vocabulary.WriteText(file);
        }

        file.Position = 0;
        return Tokenizer.Open(kind, file, new TokenizerOptions { LowerCase = vocabulary.LowerCase });
    }

    private static string Encode(Tokenizer tokenizer, WordPieceVocabulary vocabulary, string text)
    {
        int[] ids = new int[64];
        return string.Join(' ', ids[..tokenizer.Encode(Encoding.UTF8.GetBytes(text), ids)].Select(id => vocabulary.Tokens[id]));
    }

    /// <summary>The same merges by counting all pairs anew before each.</summary>
    private static List<string> CountAnew((string Text, long Count)[] texts)
    {
        (List<string> Parts, long Count)[] words = [.. texts.Select(text => (text.Text.Select((c, i) => i == 0 ? c.ToString() : "##" + c).ToList(), text.Count))];
        string[] characters = [.. texts.SelectMany(text => text.Text).Distinct().Order().Select(c => c.ToString())];
        List<string> tokens = [.. characters, .. characters.Select(c => "##" + c)];
        while (tokens.Count < 35)
        {
            var pairs = words.SelectMany(word => word.Parts.Zip(word.Parts.Skip(1)).Select(pair => (pair, word.Count)))
                .GroupBy(one => one.pair).Select(group => (Pair: group.Key, Count: group.Sum(one => one.Count))).Where(one => one.Count >= 2)
                .OrderByDescending(one => one.Count).ThenBy(one => one.Pair.First, StringComparer.Ordinal).ThenBy(one => one.Pair.Second, StringComparer.Ordinal).ToArray();
            if (pairs.Length == 0)
            {
                break;
            }

            (string first, string second) = pairs[0].Pair;
            foreach ((List<string> parts, _) in words)
            {
                for (int i = 0; i + 1 < parts.Count; i++)
                {
                    if (parts[i] == first && parts[i + 1] == second)
                    {
                        parts[i] += second[2..];
                        parts.RemoveAt(i + 1);
                    }
                }
            }

            if (!tokens.Contains(first + second[2..]))
            {
                tokens.Add(first + second[2..]);
            }
        }

        return tokens;
    }
}
