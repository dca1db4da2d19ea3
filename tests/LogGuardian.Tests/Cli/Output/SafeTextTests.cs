using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Output;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain ünïcode 漢字 😀", "plain ünïcode 漢字 😀")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred[0m")]
    [InlineData("\u009b31mred", "31mred")]
    [InlineData("bell\a back\b nul\0 del\u007f", "bell back nul del")]
    [InlineData("a\tb\r\nc\u2028d", "a b  c d")]
    [InlineData("\u202eevil\u2066x\u200b", "evilx")]
    public void OneLine_ControlCharacters_AreGone(string text, string expected) => Assert.Equal(expected, SafeText.OneLine(text));

    [Fact]
    public void OneLine_HalfACharacter_IsReplaced() => Assert.Equal("half \ufffd", SafeText.OneLine("half \ud83d"));

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "1234…")]
    [InlineData("123😀56", 5, "123…")]
    [InlineData("\u001b\u001b\u001b\u001b\u001b\u001babc", 3, "abc")]
    public void Cut_LongText_EndsInAnEllipsis(string text, int length, string expected) => Assert.Equal(expected, SafeText.Cut(text, length));
}
