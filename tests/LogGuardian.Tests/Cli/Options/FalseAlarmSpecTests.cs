using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Options;

public sealed class FalseAlarmSpecTests
{
    [Theory]
    [InlineData("1/day")]
    [InlineData("0.5/hour")]
    [InlineData("10/minute")]
    [InlineData("2/week")]
    public void Parse_NumberAndPeriod_IsRead(string text) => Assert.NotNull(FalseAlarmSpec.Parse(text));

    [Theory]
    [InlineData("1")]
    [InlineData("1/month")]
    [InlineData("0/day")]
    [InlineData("-1/day")]
    [InlineData("1/day/2")]
    [InlineData("x/day")]
    [InlineData("")]
    public void Parse_AnythingElse_NamesValueRuleAndFix(string text) => Assert.Equal(
        $"--false-alarms is '{text}'; it must be a number above 0, a slash, and minute, hour, day or week. Write, say, 1/day.",
        Assert.Throws<CliException>(() => FalseAlarmSpec.Parse(text)).Message);
}
