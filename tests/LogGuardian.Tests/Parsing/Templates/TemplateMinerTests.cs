using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class TemplateMinerTests
{
    [Fact]
    public void Match_LinesThatDifferInValues_ShareATemplate()
    {
        var miner = new TemplateMiner(4, 100);
        Assert.Same(Match(miner, "sent 12 bytes to 10.0.0.1"), Match(miner, "sent 7 bytes to 10.0.0.99"));
    }

    [Fact]
    public void Match_ManyWordsAtOnePlace_BecomeAParameter()
    {
        var miner = new TemplateMiner(4, 100);
        TemplateCluster[] first = [.. "red green blue white".Split(' ').Select(word => Match(miner, $"paint it {word} now"))];
        Assert.Equal(4, first.Distinct().Count());
        TemplateCluster open = Match(miner, "paint it black now");
        Assert.Equal("paint it <*> now", open.Template.Text);
        Assert.All(first, cluster => Assert.Same(open, cluster.Current));
        Assert.Same(open, Match(miner, "paint it red now"));
        Assert.Same(open, Match(miner, "paint it pink now"));
        Assert.Single(miner.Clusters);
    }

    [Fact]
    public void Match_WordsThatSayHowItWent_NeverBecomeAParameter()
    {
        var miner = new TemplateMiner(1, 100);
        string[] words = ["started", "stopped", "failed", "enabled", "disabled", "up", "down", "accepted", "rejected"];
        Assert.Equal(words.Length, words.Select(word => Match(miner, $"port a {word} again")).Distinct().Count());
        Match(miner, "port a x again");
        Assert.Equal("port a <*> again", Match(miner, "port a y again").Template.Text);
        Assert.Equal("port a down again", Match(miner, "port a down again").Template.Text);
    }

    [Theory]
    [InlineData("from <IP> port", "from 10.0.0.1 port", "from db.example.org port", "from <*> port")]
    [InlineData("value and name", "size (12) ok", "size () ok", "size (<*>) ok")]
    [InlineData("compound value", "sync to 10.0.0.1, stratum 3", "sync to LOCAL(0), stratum 3", "sync to <*>, stratum <NUM>")]
    [InlineData("compound first", "sync to LOCAL(0), stratum 3", "sync to 10.0.0.1, stratum 3", "sync to <*>, stratum <NUM>")]
    [InlineData("list", "delete blk_1", "delete blk_2 blk_3 blk_4", "delete <ID>")]
    [InlineData("date", "up since Wed Jul 27 10:59:53 2005 now", "up since Sat May 8 09:04:50 EDT 2004 now", "up since <TIME> now")]
    public void Match_ValuesOfOtherKinds_ShareATemplate(string what, string one, string other, string template)
    {
        var miner = new TemplateMiner(4, 100);
        Match(miner, one);
        TemplateCluster cluster = Match(miner, other);
        Assert.True(cluster.Template.Text == template, $"{what}: {cluster.Template.Text}");
        Assert.Same(cluster, Match(miner, one));
    }

    [Fact]
    public void Match_TwoWordsThatVary_BecomeParametersOneAfterTheOther()
    {
        var miner = new TemplateMiner(2, 100);
        foreach (string line in from user in "ann bob carl dora".Split(' ') from action in "cut paste undo redo".Split(' ') select $"{user} says {user} will {action} soon")
        {
            Match(miner, line);
        }

        foreach (string line in from user in "ann bob carl dora".Split(' ') from action in "cut paste undo redo".Split(' ') select $"the member {user} will {action} soon")
        {
            Match(miner, line);
        }

        Assert.Equal("the member <*> will <*> soon", Match(miner, "the member eve will copy soon").Template.Text);
    }

    [Fact]
    public void Match_ValuesOfKeysThatVaryTogether_BecomeParameters()
    {
        var miner = new TemplateMiner(4, 100);
        foreach (int i in Enumerable.Range(0, 6))
        {
            char c = (char)('a' + i);
            Match(miner, $"lock taken, tag=\"lock {c}{c}\", name=app.{c}, mode=shared");
        }

        TemplateCluster cluster = Assert.Single(miner.Clusters);
        Assert.Equal("lock taken, tag=\"<*>\", name=<*>, mode=shared", cluster.Template.Text);
        Assert.Equal(["tag", "name"], cluster.Template.ParameterNames);
        Assert.Same(cluster, Match(miner, "lock taken, tag=\"another one\", name=x, mode=shared"));
        Assert.NotSame(cluster, Match(miner, "lock taken, tag=\"another one\", name=x, mode=failed"));
    }

    [Fact]
    public void Match_TrueAndFalseBehindAKey_AreValues()
    {
        var miner = new TemplateMiner(4, 100);
        Assert.Same(Match(miner, "drawn= false, visible=True"), Match(miner, "drawn= true, visible=False"));
        Assert.NotSame(Match(miner, "answer is true"), Match(miner, "answer is false"));
    }

    [Fact]
    public void Match_MessagesOfVariedWordsOnly_DoNotSwallowEachOther()
    {
        var miner = new TemplateMiner(1, 1_000);
        foreach (string line in from one in "a b c d e f".Split(' ') from other in "u v w x y z".Split(' ') select $"{one} {other}")
        {
            Match(miner, line);
        }

        Assert.All(miner.Clusters, cluster => Assert.Matches("[a-f] (<\\*>|[u-z])", cluster.Template.Text));
    }

    [Theory]
    [InlineData("login failed", "login succeeded")]
    [InlineData("a b c", "a b c d")]
    [InlineData("start service db", "stop service db")]
    public void Match_DifferentMessages_StayApart(string one, string other)
    {
        var miner = new TemplateMiner(4, 100);
        Assert.NotSame(Match(miner, one), Match(miner, other));
    }

    [Fact]
    public void Match_SameLinesOnAnotherMiner_GetTheSameIds()
    {
        string[] lines = ["job 1 done", "cache miss for key a", "cache miss for key b", "disk /dev/sda1 at 91%"];
        var one = new TemplateMiner(4, 100);
        var other = new TemplateMiner(4, 100);
        Assert.Equal(lines.Select(line => Match(one, line).Template.Id), lines.Select(line => Match(other, line).Template.Id));
        Assert.Equal("b5b9162e27f42297", Match(one, "job 1 done").Template.Id.ToString());
    }

    [Fact]
    public void Match_MoreTemplatesThanAllowed_ForgetsThoseMatchedLongestAgo()
    {
        var miner = new TemplateMiner(4, 20);
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
        var miner = new TemplateMiner(4, 100);
        string line = string.Join(' ', Enumerable.Range(0, 5_000).Select(i => $"w{(char)('a' + (i % 26))}"));
        TemplateCluster cluster = Match(miner, line);
        Assert.Equal(UnitReader.MaxUnits + 1, cluster.Hashes.Length);
        Assert.Same(cluster, Match(miner, line + " and more").Current);
    }

    [Fact]
    public void Match_EmptyContent_IsATemplateOfItsOwn() => Assert.Equal("", Match(new TemplateMiner(4, 100), "").Template.Text);

    [Fact]
    public void Match_KnownLines_AllocateNothing()
    {
        var miner = new TemplateMiner(4, 100);
        var scratch = new LineScratch();
        byte[] line = "sent 12 bytes to 10.0.0.1 in 35ms (job blk_77)"u8.ToArray();
        for (int i = 0; i < 100; i++)
        {
            miner.Match(line, scratch);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            miner.Match(line, scratch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TemplateCluster Match(TemplateMiner miner, string line) => miner.Match(Encoding.UTF8.GetBytes(line), new LineScratch());
}
