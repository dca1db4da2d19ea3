using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class TemplateMergeTests
{
    private const int Cases = 400;

    [Fact]
    public void Merge_EitherWay_GivesTheSameTemplates()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            string[] first = RandomLog.Lines(random, random.Next(5, 400));
            string[] second = RandomLog.Lines(random, random.Next(5, 400));
            TemplateMiner one = Learn(first);
            TemplateMiner other = Learn(second);
            one.Merge(Learn(second).Clusters);
            other.Merge(Learn(first).Clusters);
            Assert.True(Templates(one).SequenceEqual(Templates(other)), $"seed {seed}");
        }
    }

    [Fact]
    public void Merge_WithItself_ChangesNothing()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            string[] lines = RandomLog.Lines(random, random.Next(5, 400));
            TemplateMiner miner = Learn(lines);
            string[] learned = Templates(miner);
            miner.Merge(Learn(lines).Clusters);
            Assert.True(learned.SequenceEqual(Templates(miner)), $"seed {seed}\n{Difference(learned, Templates(miner))}");
        }
    }

    [Fact]
    public void Merge_Merged_ChangesNothing()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            TemplateMiner miner = Learn(RandomLog.Lines(random, random.Next(5, 400)));
            TemplateMiner other = Learn(RandomLog.Lines(random, random.Next(5, 400)));
            miner.Merge(other.Clusters);
            string[] merged = Templates(miner);
            miner.Merge(miner.Clusters);
            Assert.True(merged.SequenceEqual(Templates(miner)), $"seed {seed}\n{Difference(merged, Templates(miner))}");
            miner.Merge(other.Clusters);
            Assert.True(merged.SequenceEqual(Templates(miner)), $"again, seed {seed}\n{Difference(merged, Templates(miner))}");
        }
    }

    [Fact]
    public void Merge_TemplateThatAnotherCovers_IsNamedByIt()
    {
        TemplateMiner miner = Learn("paint it red now", "paint it gold now");
        TemplateId[] former = [.. miner.Clusters.Select(cluster => cluster.Template.Id)];
        miner.Merge(Learn([.. "red green blue white black".Split(' ').Select(word => $"paint it {word} now")]).Clusters);
        LogTemplate merged = Assert.Single(miner.Clusters).Template;
        Assert.Equal("paint it <*> now", merged.Text);
        Assert.Empty(former.Except(merged.Supersedes));
        Assert.Same(merged, miner.Match("paint it pink now"u8, new LineScratch()).Template);
    }

    [Fact]
    public void Merge_WordsOfBoth_BecomeAParameter()
    {
        TemplateMiner miner = Learn("paint it red now", "paint it green now", "paint it blue now");
        miner.Merge(Learn("paint it white now", "paint it black now").Clusters);
        Assert.Equal("paint it <*> now", Assert.Single(miner.Clusters).Template.Text);
    }

    [Fact]
    public void Merge_MoreThanAllowed_KeepsTheGeneralOnesWithinBounds()
    {
        var miner = new TemplateMiner(4, 20);
        miner.Merge(Learn([.. "red green blue white black".Split(' ').Select(word => $"paint it {word} now")]).Clusters);
        miner.Merge(Learn([.. Enumerable.Range(0, 100).Select(i => new string((char)('a' + (i % 26)), 1 + (i / 26)))]).Clusters);
        Assert.InRange(miner.Clusters.Count, 15, 20);
        Assert.Contains(miner.Clusters, cluster => cluster.Template.Text == "paint it <*> now");
    }

    private static TemplateMiner Learn(params string[] lines)
    {
        var miner = new TemplateMiner(4, 16_384);
        var scratch = new LineScratch();
        foreach (string line in lines)
        {
            miner.Match(Encoding.UTF8.GetBytes(line), scratch);
        }

        return miner;
    }

    private static string[] Templates(TemplateMiner miner) =>
        [.. miner.Clusters.Select(cluster => $"{cluster.Template.Id} {cluster.Template.Text}").Order(StringComparer.Ordinal)];

    private static string Difference(string[] one, string[] other) =>
        $"only before: {string.Join(" | ", one.Except(other))}\nonly after: {string.Join(" | ", other.Except(one))}";
}
