using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class InterchangeableMasksTests
{
    [Theory]
    [InlineData("took 5", "took 5ms", "took <NUM>")]
    [InlineData("took 5ms", "took 5", "took <DURATION>")]
    [InlineData("read 17B", "read 1.5KB", "read <SIZE>")]
    [InlineData("left 0", "left 3GB", "left <NUM>")]
    [InlineData("key 5s", "key a5s", "key <DURATION>")]
    public void Match_NumberWithAndWithoutUnit_IsOneTemplateWithTheFirstText(string first, string second, string template)
    {
        var miner = new TemplateMiner(4, 100);
        TemplateCluster cluster = Match(miner, first);
        Assert.Same(cluster, Match(miner, second));
        Assert.Equal(template, cluster.Template.Text);
    }

    [Fact]
    public void Match_OtherFirst_HasTheSameId() =>
        Assert.Equal(Match(new TemplateMiner(4, 100), "took 5").Template.Id, Match(new TemplateMiner(4, 100), "took 5ms").Template.Id);

    private static TemplateCluster Match(TemplateMiner miner, string line) => miner.Match(Encoding.UTF8.GetBytes(line), new LineScratch());
}
