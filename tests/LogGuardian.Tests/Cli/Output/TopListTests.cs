using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Output;

public sealed class TopListTests
{
    [Fact]
    public void BestFirst_MoreThanFit_KeepsTheHighestAndOfEqualsTheEarliest()
    {
        var top = new TopList<string>(3);
        foreach ((float score, string name) in new[] { (0.5f, "a"), (0.9f, "b"), (0.5f, "c"), (0.7f, "d"), (0.5f, "e"), (0.9f, "f") })
        {
            if (top.Takes(score))
            {
                top.Add(score, name);
            }
        }

        Assert.Equal(["b", "f", "d"], top.BestFirst());
    }

    [Fact]
    public void Takes_EqualToTheWorstOfAFullList_IsRefused()
    {
        var top = new TopList<string>(1);
        top.Add(0.5f, "a");
        Assert.False(top.Takes(0.5f));
        Assert.True(top.Takes(0.6f));
    }
}
