using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

/// <summary>Whether templates depend on the order of the lines.</summary>
public class TemplateOrderTests
{
    [Fact]
    public void Match_OneWordVaries_OrderDoesNotMatter()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string[] lines = [.. Enumerable.Range(0, random.Next(10, 200)).Select(_ => Line(random))];
            Assert.True(Learn(lines).SequenceEqual(Learn(Shuffle(random, lines))), $"seed {seed}");
        }
    }

    /// <summary>The least example of two words that vary: whichever place has its fifth word first takes the line in which they cross.</summary>
    [Fact]
    public void Match_TwoWordsVaryAndCross_TheFirstToBeAParameterTakesTheLineOfBoth()
    {
        string[] first = [.. "bcdef".Select(word => $"say {word} x now")];
        string[] second = [.. "stuv".Select(word => $"say b {word} now")];
        Assert.Contains("say <*> x now", Learn([.. first, .. second]));
        Assert.DoesNotContain("say b <*> now", Learn([.. first, .. second]));
        Assert.Contains("say b <*> now", Learn([first[0], .. second, .. first]));
        Assert.DoesNotContain("say <*> x now", Learn([first[0], .. second, .. first]));
    }

    [Theory]
    [InlineData("from here to 10.0.0.1 again")]
    [InlineData("from here to db.example.org again")]
    [InlineData("from here to nowhere again")]
    public void Match_WordBesideValueAndName_OrderDoesNotMatter(string last)
    {
        string[] lines = ["from here to 10.0.0.1 again", "from here to db.example.org again", "from here to nowhere again"];
        Assert.Equal(["from here to <*> again"], Learn([.. lines.Where(line => line != last), last]));
    }

    [Fact]
    public void Match_CompoundWordsBeforeTheValue_AllJoinIt() =>
        Assert.Equal(["sync to <*>, stratum <NUM>"], Learn(["sync to LOCAL(0), stratum 3", "sync to OTHER(1), stratum 3", "sync to 10.0.0.1, stratum 3"]));

    private static string Line(Random random)
    {
        int statement = random.Next(4);
        string word = new((char)('a' + random.Next(10)), 1 + random.Next(2));
        string value = random.Next(6) switch { 0 => "10.0.0.1", 1 => "db.example.org", 2 => "17", 3 => "LOCAL(0)", _ => word };
        return statement switch
        {
            0 => $"paint it {word} now",
            1 => $"sync to {value}, stratum 3 it is",
            2 => $"login of user {word} failed",
            _ => $"size ({(random.Next(3) == 0 ? "" : value)}) is what it was",
        };
    }

    private static string[] Shuffle(Random random, string[] lines)
    {
        string[] shuffled = [.. lines];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static string[] Learn(string[] lines)
    {
        var miner = new TemplateMiner(4, 16_384);
        var scratch = new LineScratch();
        foreach (string line in lines.Concat(lines))
        {
            miner.Match(Encoding.UTF8.GetBytes(line), scratch);
        }

        return [.. miner.Clusters.Select(cluster => cluster.Template.Text.Replace("<ID>", "<NUM>", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
