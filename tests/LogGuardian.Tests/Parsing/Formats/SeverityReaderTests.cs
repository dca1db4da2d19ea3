using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class SeverityReaderTests
{
    [Theory]
    [InlineData("trace verbose vrb trc trce finest finer T V", LogSeverity.Trace)]
    [InlineData("DEBUG dbg dbug fine DEBUG1 debug5 d", LogSeverity.Debug)]
    [InlineData("Info inf information notice note i log statement detail hint system", LogSeverity.Information)]
    [InlineData("WARN warning wrn w", LogSeverity.Warning)]
    [InlineData("error ERR eror fail failure SEVERE e", LogSeverity.Error)]
    [InlineData("fatal ftl crit critical alert emerg emergency panic F", LogSeverity.Fatal)]
    [InlineData("infos warner x 1 debug6 errors informations", LogSeverity.Unspecified)]
    public void TryRead_Word_Severity(string words, LogSeverity expected)
    {
        foreach (string word in words.Split(' '))
        {
            Assert.Equal(expected != LogSeverity.Unspecified, SeverityReader.TryRead(FormatFixture.Utf8(word), out LogSeverity severity));
            Assert.Equal((word, expected), (word, severity));
        }
    }

    [Fact]
    public void TryReadCommon_WordsOfPlainText_False()
    {
        foreach (string word in "i e fail note log hint detail statement fine alert system failed".Split(' '))
        {
            Assert.False(SeverityReader.TryReadCommon(FormatFixture.Utf8(word), out _), word);
        }
    }

    [Theory]
    [InlineData("0", LogSeverity.Fatal)]
    [InlineData("34", LogSeverity.Fatal)]
    [InlineData("11", LogSeverity.Error)]
    [InlineData("12", LogSeverity.Warning)]
    [InlineData("30", LogSeverity.Information)]
    [InlineData("191", LogSeverity.Debug)]
    [InlineData("192", LogSeverity.Unspecified)]
    [InlineData("1a", LogSeverity.Unspecified)]
    [InlineData("", LogSeverity.Unspecified)]
    public void TryReadPriority_Digits_SeverityOfSyslog(string digits, LogSeverity expected)
    {
        _ = SeverityReader.TryReadPriority(FormatFixture.Utf8(digits), out LogSeverity severity);
        Assert.Equal(expected, severity);
    }
}
