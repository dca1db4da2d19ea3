using LogGuardian.Cli;
using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Cli.Options;

public sealed class ChangesTests
{
    private static readonly Protocol Plain = Protocol.Find("half");

    [Fact]
    public void Apply_Nothing_IsTheProtocol() => Assert.Same(Plain, Changes.Apply(Plain, null, null));

    [Theory]
    [InlineData("0.3", "2000", "half edited 0.3 adapt 2000", 0.3, EditKind.Edited, 2_000, 0)]
    [InlineData("0.3:edited", null, "half edited 0.3", 0.3, EditKind.Edited, 0, 0)]
    [InlineData("0.1:replaced", "50/16", "half replaced 0.1 adapt 50/16", 0.1, EditKind.Replaced, 50, 16)]
    public void Apply_GoodNotation_IsRead(string edits, string? adapt, string name, double share, EditKind kind, int units, int labels) => Assert.Equal(
        Plain with { Name = name, EditShare = share, EditKind = kind, AdaptUnits = units, AdaptLabels = labels }, Changes.Apply(Plain, edits, adapt));

    [Theory]
    [InlineData("1")]
    [InlineData("x")]
    [InlineData("-0.1")]
    [InlineData("0.3:swapped")]
    [InlineData("0.3:edited:replaced")]
    public void Apply_BadEdits_NamesValueRuleAndFix(string edits) => Assert.Equal(
        $"--edits is '{edits}'; it must be a share from 0 to below 1, alone or with :edited or :replaced behind it, such as 0.3 or 0.3:replaced.",
        Assert.Throws<CliException>(() => Changes.Apply(Plain, edits, null)).Message);

    [Theory]
    [InlineData("x")]
    [InlineData("20/17")]
    [InlineData("20/")]
    public void Apply_BadAdapt_IsRefused(string adapt) =>
        Assert.StartsWith("--adapt is '", Assert.Throws<CliException>(() => Changes.Apply(Plain, null, adapt)).Message, StringComparison.Ordinal);
}
