using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class PlainFormatTests
{
    [Theory]
    [InlineData("started")]
    [InlineData("")]
    [InlineData("at ten o'clock")]
    [InlineData("... 12 more")]
    public void StartsRecord_Text_True(string line) => Assert.True(new PlainFormat().StartsRecord(FormatFixture.Utf8(line)));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void StartsRecord_IndentedText_WhereTheLogBeginsIndented(bool indents, bool expected) =>
        Assert.Equal(expected, new PlainFormat(indents).StartsRecord("  indented text"u8));

    [Theory]
    [InlineData("\tat com.acme.Shop.add(Shop.java:7)")]
    [InlineData("   at Shop.Orders.Add(Int32 id) in Orders.cs:line 7")]
    [InlineData("Caused by: java.io.IOException: gone")]
    [InlineData("\t... 12 more")]
    [InlineData("  File \"shop.py\", line 3, in <module>")]
    [InlineData("\t/srv/shop/main.go:12 +0x1d")]
    [InlineData("goroutine 7 [running]:")]
    [InlineData(" ---> System.IO.IOException: gone")]
    [InlineData("   --- End of inner exception stack trace ---")]
    [InlineData("}")]
    [InlineData("#12 /srv/shop/index.php(34): run()")]
    public void StartsRecord_FrameOfStackTrace_False(string line) => Assert.False(new PlainFormat().StartsRecord(FormatFixture.Utf8(line)));
}
