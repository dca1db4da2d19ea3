using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Options;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("10001")]
    [InlineData("many")]
    public void Whole_OutOfRange_NamesValueRuleAndFix(string text) => Assert.Equal(
        $"--top is '{text}'; it must be a whole number from 1 to 10000. Write it without separators.",
        Assert.Throws<CliException>(() => Numbers.Whole("--top", text, 1, 10_000)).Message);

    [Fact]
    public void Whole_InRange_IsRead() => Assert.Equal(10_000, Numbers.Whole("--top", "10000", 1, 10_000));

    [Theory]
    [InlineData("0")]
    [InlineData("1.01")]
    [InlineData("0,5")]
    [InlineData("NaN")]
    [InlineData("")]
    public void Threshold_OutOfRange_NamesValueRuleAndFix(string text) => Assert.Equal(
        $"--threshold is '{text}'; it must be a number above 0, at most 1. The default is 0.5; higher reports less.",
        Assert.Throws<CliException>(() => Numbers.Threshold(text)).Message);

    [Theory]
    [InlineData("0.25")]
    [InlineData("1")]
    public void Threshold_InRange_IsRead(string text) => Assert.NotNull(Numbers.Threshold(text));
}
