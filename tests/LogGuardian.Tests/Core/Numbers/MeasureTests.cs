using System.Text;
using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Numbers;

public sealed class MeasureTests
{
    [Theory]
    [InlineData("1.5s", "", ParameterKind.Duration, 1.5, "s")]
    [InlineData("1500ms", "", ParameterKind.Duration, 1.5, "s")]
    [InlineData("1h2m3.5s", "", ParameterKind.Duration, 3723.5, "s")]
    [InlineData("-8µs", "", ParameterKind.Duration, -8e-6, "s")]
    [InlineData("0.603", " ms statement", ParameterKind.Number, 0.603e-3, "s")]
    [InlineData("12", "s.", ParameterKind.Number, 12, "s")]
    [InlineData("2KB", "", ParameterKind.Size, 2048, "B")]
    [InlineData("1.5GiB", "", ParameterKind.Size, 1610612736, "B")]
    [InlineData("64", " bytes from", ParameterKind.Number, 64, "B")]
    [InlineData("404", " in", ParameterKind.Number, 404, null)]
    [InlineData("3", " megalomaniacs", ParameterKind.Number, 3, null)]
    [InlineData("5", " m", ParameterKind.Number, 5, null)]
    [InlineData("99%", "", ParameterKind.Number, 99, null)]
    public void TryRead_Value_IsInItsBaseUnit(string value, string after, ParameterKind kind, double number, string? unit)
    {
        Assert.True(TryRead(value, after, kind, out double read, out string? readUnit));
        Assert.Equal(number, read, Math.Abs(number) * 1e-12);
        Assert.Equal(unit, readUnit);
    }

    [Theory]
    [InlineData("primary", ParameterKind.Text)]
    [InlineData("12abc", ParameterKind.Text)]
    [InlineData("1h2x", ParameterKind.Duration)]
    [InlineData("12", ParameterKind.Identifier)]
    public void TryRead_OtherText_IsNoNumber(string value, ParameterKind kind) => Assert.False(TryRead(value, "", kind, out _, out _));

    private static bool TryRead(string value, string after, ParameterKind kind, out double number, out string? unit)
    {
        byte[] content = Encoding.UTF8.GetBytes("took " + value + after);
        var parameter = new Parameter(5, Encoding.UTF8.GetByteCount(value), kind);
        return Measure.TryRead(new ParsedLog(new LogLine("app", 1, content), content, Logs.Template("took <*>"), new[] { parameter }), parameter, out number, out unit);
    }
}
