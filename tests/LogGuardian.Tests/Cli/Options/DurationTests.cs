using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Options;

public sealed class DurationTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("0s", 0)]
    public void TryParse_NumberAndUnit_IsRead(string text, double milliseconds)
    {
        Assert.True(Duration.TryParse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("30")]
    [InlineData("-1s")]
    [InlineData("1,5s")]
    [InlineData("1 s")]
    [InlineData("30S")]
    [InlineData("99999999999999999999d")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("60s", "1m")]
    [InlineData("90s", "90s")]
    [InlineData("1500ms", "1500ms")]
    [InlineData("24h", "1d")]
    [InlineData("0.5ms", "0.5ms")]
    public void Format_Duration_UsesTheLargestUnitThatFits(string text, string canonical)
    {
        Assert.True(Duration.TryParse(text, out TimeSpan duration));
        Assert.Equal(canonical, Duration.Format(duration));
    }
}
