using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Successors;

/// <summary>Which templates may be alike, against a comparison of all of them.</summary>
public class WordIndexTests
{
    private static readonly string[] Vocabulary = ["read", "write", "block", "disk", "file", "node", "of", "the", "at", "from", "done", "sector"];

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void MaybeAlike_OfManyTemplates_HasAllThatAreAndSparesMostOfTheOthers(double similarity)
    {
        var random = new Random(11);
        var index = new WordIndex();
        TemplateEntry[] entries = [.. Enumerable.Range(0, 400).Select(i => new TemplateEntry(Logs.Template(Text(random) + " x" + i), 1))];
        Array.ForEach(entries, index.Add);
        foreach (TemplateEntry gone in entries.Where((_, i) => i % 3 == 0))
        {
            index.Remove(gone);
        }

        entries = [.. entries.Where((_, i) => i % 3 != 0), .. Enumerable.Range(0, 50).Select(i => new TemplateEntry(Logs.Template(Text(random) + " y" + i), 1))];
        Array.ForEach(entries[^50..], index.Add);
        int compared = 0;
        int alike = 0;
        for (int i = 0; i < 200; i++)
        {
            TemplateWords words = TemplateWords.Of(Text(random));
            List<TemplateEntry> maybe = index.MaybeAlike(words, similarity);
            TemplateEntry[] really = [.. entries.Where(entry => words.SimilarityTo(entry.Words, index.WeightOf) >= similarity)];
            Assert.Empty(really.Except(maybe));
            Assert.Empty(maybe.Except(entries));
            compared += maybe.Count;
            alike += really.Length;
        }

        Assert.InRange(alike, 1, compared);
        Assert.True(compared < 200 * entries.Length * (1 - (similarity / 2)), $"{compared} of {200 * entries.Length} were compared.");
    }

    [Fact]
    public void WeightOf_WordOfFewTemplates_WeighsMore()
    {
        var index = new WordIndex();
        Array.ForEach(["common rare one", "common rare two", "common three", "common four"], text => index.Add(new TemplateEntry(Logs.Template(text), 1)));
        Assert.Equal(Math.Log2(3), index.WeightOf("rare"), 12);
        Assert.Equal(1, index.WeightOf("common"));
        Assert.Equal(1, index.WeightOf("one"));
        Assert.Equal(1, index.WeightOf("absent"));
    }

    private static string Text(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
}
