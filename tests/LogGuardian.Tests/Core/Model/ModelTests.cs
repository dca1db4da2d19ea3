using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Model;

public class ModelTests
{
    [Fact]
    public void Decode_BytesThatAreNotUtf8_ReadsThemAsLatin1()
    {
        Assert.Equal("Größe", LogText.Decode("Größe"u8));
        Assert.Equal("Größe", LogText.Decode([(byte)'G', (byte)'r', 0xF6, 0xDF, (byte)'e']));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("\u001b[31mred\u202Edeb", "\uFFFD[31mred\uFFFDdeb")]
    [InlineData("1234567890123", "123456789012…")]
    [InlineData("12345678901😀", "12345678901😀")]
    public void Printable_HostileText_IsOneHarmlessLine(string text, string expected) => Assert.Equal(expected, LogText.Printable(text, 12));

    [Fact]
    public void TemplateId_ToStringAndParse_RoundTrip()
    {
        var id = new TemplateId(0x00ab_cdef_0123_4567);
        Assert.Equal("00abcdef01234567", id.ToString());
        Assert.Equal(id, TemplateId.Parse("00abcdef01234567"));
        var error = Assert.Throws<FormatException>(() => TemplateId.Parse("xyz"));
        Assert.Equal("Template id is 'xyz'; it must be 16 hexadecimal digits. Copy it as ToString() wrote it.", error.Message);
    }

    [Fact]
    public void LogWindow_LinesWithTimes_SpansFromEarliestToLatest()
    {
        var window = new LogWindow(WindowKind.Count, new[]
        {
            Logs.Log("a", 4, second: 9),
            Logs.Log("a", 5),
            Logs.Log("a", 6, second: 2),
        });
        Assert.Equal((4L, 6L, Logs.Start.AddSeconds(2), Logs.Start.AddSeconds(9)), (window.FirstLine, window.LastLine, window.Start!.Value, window.End!.Value));
    }

    [Fact]
    public void LogWindow_NoTimes_HasNoSpan()
    {
        LogWindow window = new(WindowKind.Count, new[] { Logs.Log("a") });
        Assert.Null(window.Start);
        Assert.Null(window.End);
    }

    [Fact]
    public void LogWindow_NoLines_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new LogWindow(WindowKind.Count, default));
        Assert.StartsWith("Lines is empty; a window must hold at least one line. Do not emit empty windows.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LogFormat_None_ReadsNoFields() => Assert.Empty(LogFormat.None.ReadFields(LogLine.FromText("x")));
}
