using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

/// <summary>Not parallel: it measures the memory of the process.</summary>
[Collection(nameof(TemplateBoundsTests))]
[CollectionDefinition(nameof(TemplateBoundsTests), DisableParallelization = true)]
public class TemplateBoundsTests
{
    private const int MaxTemplates = 16_384;
    private const long MaxGrowth = 80L << 20;

    public static TheoryData<string> Streams => [.. AdversarialLines.Kinds];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Match_AdversarialLines_StaysWithinBounds(string kind)
    {
        int lines = kind is "5,000 units" or "long words" or "growing" ? 10_000 : 40_000;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var miner = new TemplateMiner(4, MaxTemplates);
        var scratch = new LineScratch();
        for (int i = 0; i < lines; i++)
        {
            miner.Match(AdversarialLines.Line(kind, i), scratch);
        }

        Assert.InRange(miner.Clusters.Count, 1, MaxTemplates);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < MaxGrowth, FormattableString.Invariant($"{kind}: {miner.Clusters.Count} templates hold {growth >> 20} MiB"));
        GC.KeepAlive(miner);
    }

    [Fact]
    public void Match_ListsOfOneMask_AreOneParameterEach()
    {
        var miner = new TemplateMiner(4, 100);
        var scratch = new LineScratch();
        miner.Match("delete blk_1"u8, scratch);
        byte[] list = "delete blk_2 blk_3 blk_4"u8.ToArray();
        for (int round = 0; round < 2; round++)
        {
            TemplateCluster cluster = miner.Match(list, scratch);
            Assert.Equal("delete <ID>", cluster.Template.Text);
            Parameter parameter = Assert.Single(scratch.Cut(list, cluster, list.Length, list.Length).ToArray());
            Assert.Equal((7, 17), (parameter.Start, parameter.Length));
        }
    }

    [Theory]
    [InlineData("sync to 10.0.0.1, stratum 3", "10.0.0.1|3")]
    [InlineData("sync to LOCAL(0), stratum 3", "LOCAL(0)|3")]
    [InlineData("sync to [7](x 8), stratum 3", "7|8|3")]
    [InlineData("sync to [7](8), stratum 3", "[7](8)|3")]
    public void Match_CompoundWord_IsOneParameter(string line, string parameters)
    {
        var miner = new TemplateMiner(4, 100);
        var scratch = new LineScratch();
        miner.Match("sync to LOCAL(0), stratum 3"u8, scratch);
        miner.Match("sync to 10.0.0.1, stratum 3"u8, scratch);
        byte[] content = System.Text.Encoding.UTF8.GetBytes(line);
        for (int round = 0; round < 2; round++)
        {
            TemplateCluster cluster = miner.Match(content, scratch);
            Assert.Equal(parameters, string.Join('|', scratch.Cut(content, cluster, content.Length, content.Length).ToArray().Select(part => line.Substring(part.Start, part.Length))));
        }
    }

    [Fact]
    public void Match_CompoundAndValueAlone_DoNotBecomeAWildcardAlone()
    {
        var miner = new TemplateMiner(4, 100);
        var scratch = new LineScratch();
        miner.Match("LOCAL(0)"u8, scratch);
        Assert.Equal("<IP>", miner.Match("10.0.0.1"u8, scratch).Template.Text);
        Assert.Equal("hello", miner.Match("hello"u8, scratch).Template.Text);
    }

    [Fact]
    public void Match_LineOfAnEvictedTemplate_IsATemplateOfTheStoreAgain()
    {
        var miner = new TemplateMiner(4, 16);
        var scratch = new LineScratch();
        miner.Match("come back later"u8, scratch);
        for (int i = 0; i < 100; i++)
        {
            miner.Match(AdversarialLines.Line("unique words", i), scratch);
        }

        Assert.DoesNotContain(miner.Clusters, cluster => cluster.Template.Text == "come back later");
        TemplateCluster again = miner.Match("come back later"u8, scratch);
        Assert.Contains(again, miner.Clusters);
    }
}
