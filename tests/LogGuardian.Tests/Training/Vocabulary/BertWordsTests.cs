using System.Text;
using LogGuardian.Inference;
using LogGuardian.Tests.Inference.Tokenizers;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Vocabulary;

public sealed class BertWordsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Split_OfEveryCharacter_IsThatOfTheTokenizer(bool lowerCase)
    {
        // Planes in which there are characters; of those for private use a few.
        IEnumerable<int> values = Enumerable.Range(0, 0x33500).Concat(Enumerable.Range(0xE0000, 0x200)).Concat(Enumerable.Range(0xFFFF0, 0x20)).Where(Rune.IsValid);
        AssertSame(values.Chunk(4096).Select(chunk => string.Concat(chunk.Select(value => $"a{new Rune(value)}b "))), lowerCase);
    }

    [Fact]
    public void Split_OfUnusualLines_IsThatOfTheTokenizer()
    {
        AssertSame(RealLines.Unusual, lowerCase: true);
        AssertSame(RealLines.Unusual, lowerCase: false);
    }

    [Theory]
    [InlineData("Open <*> on <NUM>:<NUM>", "open on :")]
    [InlineData("<<*>>", "< >")]
    [InlineData("<num>", "< num >")]
    [InlineData("<*><**>", "< * * >")]
    [InlineData("", "")]
    public void Split_WithMasks_CutsThemOut(string text, string expected)
    {
        var words = new List<string>();
        new BertWords(["<*>", "<NUM>"], lowerCase: true).Split(text, words);
        Assert.Equal(expected, string.Join(' ', words));
    }

    [Fact]
    public void Split_WhereOneTokenBeginsWithAnother_TakesTheLonger()
    {
        var words = new List<string>();
        new BertWords(["<a>", "<a>b"], lowerCase: true).Split("<a>bc", words);
        Assert.Equal(["c"], words);
    }

    private static void AssertSame(IEnumerable<string> texts, bool lowerCase)
    {
        var splitter = new BertWords([], lowerCase);
        var normalizer = new BertNormalizer(clean: true, spaceCjk: true, stripAccents: lowerCase, lowerCase);
        foreach (string text in texts)
        {
            var words = new List<string>();
            splitter.Split(text, words);
            var normalized = new TextPieces();
            normalizer.Apply(Encoding.UTF8.GetBytes(text), first: true, normalized);
            var pieces = new TextPieces();
            new BertSplit().Apply(normalized.Since(0), first: true, pieces);
            Assert.Equal(string.Join(' ', Enumerable.Range(0, pieces.Count).Select(i => Encoding.UTF8.GetString(pieces[i]))), string.Join(' ', words));
        }
    }
}
