using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Options;

public sealed class WindowSpecTests
{
    [Theory]
    [InlineData("100", "100")]
    [InlineData("0050", "50")]
    [InlineData("100/10", "100/10")]
    [InlineData("60s", "1m")]
    [InlineData("60s/10000ms", "1m/10s")]
    [InlineData(@"session:blk_-?\d+", @"session:blk_-?\d+")]
    public void Parse_GoodNotation_IsCanonical(string text, string canonical) => Assert.Equal(canonical, WindowSpec.Parse(text).Text);

    [Theory]
    [InlineData("abc", "--window is 'abc'; it must be a number of lines (100), lines and step (100/10), a time with ms, s, m, h or d (30s), a time and a step (60s/10s), or session: and a regular expression. Write, say, 100.")]
    [InlineData("", "--window is ''; it must be a number of lines (100), lines and step (100/10), a time with ms, s, m, h or d (30s), a time and a step (60s/10s), or session: and a regular expression. Write, say, 100.")]
    [InlineData("-5", "--window is '-5'; it must be a number of lines (100), lines and step (100/10), a time with ms, s, m, h or d (30s), a time and a step (60s/10s), or session: and a regular expression. Write, say, 100.")]
    [InlineData("1/2/3", "--window is '1/2/3'; it must be a number of lines (100), lines and step (100/10), a time with ms, s, m, h or d (30s), a time and a step (60s/10s), or session: and a regular expression. Write, say, 100.")]
    [InlineData("0", "--window is '0'; the number of lines must be 1 to 100000. The default is 100.")]
    [InlineData("99999999999", "--window is '99999999999'; the number of lines must be 1 to 100000. The default is 100.")]
    [InlineData("100/0", "--window is '100/0'; the step must be 1 to the number of lines, 100. A larger step would lose lines.")]
    [InlineData("10/11", "--window is '10/11'; the step must be 1 to the number of lines, 10. A larger step would lose lines.")]
    [InlineData("0s", "--window is '0s'; a time must be 1ms to 365d. Write, say, 30s.")]
    [InlineData("60s/7s", "--window is '60s/7s'; the time must be 1 to 1000 times the step. Write, say, 60s/10s.")]
    [InlineData("60s/0s", "--window is '60s/0s'; the time must be 1 to 1000 times the step. Write, say, 60s/10s.")]
    [InlineData("0s/1s", "--window is '0s/1s'; a time must be 1ms to 365d. Write, say, 30s.")]
    [InlineData("366d", "--window is '366d'; a time must be 1ms to 365d. Write, say, 30s.")]
    [InlineData("session:", @"--window is 'session:'; a regular expression that finds the session keys must follow. Write, say, session:blk_-?\d+.")]
    [InlineData("session:(", "--window is 'session:('; after session: it must have a valid regular expression without look-around or back-reference. Invalid pattern '(' at offset 1. Not enough )'s.")]
    public void Parse_BadNotation_NamesValueRuleAndFix(string text, string message) =>
        Assert.Equal(message, Assert.Throws<CliException>(() => WindowSpec.Parse(text)).Message);

    [Fact]
    public void Parse_LookAround_IsRefused() => Assert.StartsWith(
        "--window is 'session:(?=a)b'; after session: it must have a valid regular expression without look-around or back-reference.",
        Assert.Throws<CliException>(() => WindowSpec.Parse("session:(?=a)b")).Message,
        StringComparison.Ordinal);
}
