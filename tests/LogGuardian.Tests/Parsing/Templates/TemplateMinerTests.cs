using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class TemplateMinerTests
{
    [Fact]
    public void Match_LinesThatDifferInValues_ShareATemplate()
    {
        var miner = new TemplateMiner(0.7, 100);
        Assert.Same(Match(miner, "sent 12 bytes to 10.0.0.1"), Match(miner, "sent 7 bytes to 10.0.0.99"));
    }

    [Fact]
    public void Match_LinesThatDifferInOneWord_GeneraliseAndKeepTheId()
    {
        var miner = new TemplateMiner(0.7, 100);
        TemplateCluster first = Match(miner, "session opened for user anna");
        TemplateId id = first.Template.Id;
        Assert.Same(first, Match(miner, "session opened for user boris"));
        Assert.Equal(("session opened for user <*>", id), (first.Template.Text, first.Template.Id));
        Assert.Same(first, Match(miner, "session opened for user carla"));
    }

    [Theory]
    [InlineData("login failed", "login succeeded")]
    [InlineData("a b c", "a b c d")]
    [InlineData("start service db", "stop service db")]
    public void Match_DifferentMessages_StayApart(string one, string other)
    {
        var miner = new TemplateMiner(0.7, 100);
        Assert.NotSame(Match(miner, one), Match(miner, other));
    }

    [Fact]
    public void Match_SameLinesOnAnotherMiner_GetTheSameIds()
    {
        string[] lines = ["job 1 done", "cache miss for key a", "cache miss for key b", "disk /dev/sda1 at 91%"];
        var one = new TemplateMiner(0.7, 100);
        var other = new TemplateMiner(0.7, 100);
        Assert.Equal(lines.Select(line => Match(one, line).Template.Id), lines.Select(line => Match(other, line).Template.Id));
        Assert.Equal("4938bc791da5f3e1", Match(one, "job 1 done").Template.Id.ToString());
    }

    [Fact]
    public void Match_MoreTemplatesThanAllowed_ForgetsThoseMatchedLongestAgo()
    {
        var miner = new TemplateMiner(0.7, 20);
        Match(miner, "keep me alive");
        for (int i = 0; i < 200; i++)
        {
            Match(miner, new string((char)('a' + (i % 26)), 1 + (i / 26)));
            Match(miner, "keep me alive");
        }

        Assert.InRange(miner.Clusters.Count, 15, 20);
        Assert.Contains(miner.Clusters, cluster => cluster.Template.Text == "keep me alive");
    }

    [Fact]
    public void Match_VeryLongLine_IsBoundedAndStillATemplate()
    {
        var miner = new TemplateMiner(0.7, 100);
        string line = string.Join(' ', Enumerable.Range(0, 5_000).Select(i => $"w{(char)('a' + (i % 26))}"));
        TemplateCluster cluster = Match(miner, line);
        Assert.Equal(Tokenizer.MaxTokens + 1, cluster.Hashes.Length);
        Assert.Same(cluster, Match(miner, line + " and more"));
    }

    [Fact]
    public void Match_EmptyContent_IsATemplateOfItsOwn() => Assert.Equal("", Match(new TemplateMiner(0.7, 100), "").Template.Text);

    [Fact]
    public void Match_KnownLines_AllocateNothing()
    {
        var miner = new TemplateMiner(0.7, 100);
        byte[] line = "sent 12 bytes to 10.0.0.1 in 35ms (job blk_77)"u8.ToArray();
        for (int i = 0; i < 100; i++)
        {
            miner.Match(line);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            miner.Match(line);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TemplateCluster Match(TemplateMiner miner, string line) => miner.Match(Encoding.UTF8.GetBytes(line));
}
