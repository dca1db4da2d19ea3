using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Output;

public sealed class PatternTextTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(1_234.6, "1,235/s")]
    [InlineData(1.0, "1/s")]
    [InlineData(0.5, "30/min")]
    [InlineData(0.01, "36/h")]
    [InlineData(0.0001, "8.64/d")]
    public void Rate_OfAnySize_HasANumberAboveOne(double? perSecond, string text) => Assert.Equal(text, PatternText.Rate(perSecond));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(3.14159, "3.14")]
    [InlineData(-12.345, "-12.3")]
    [InlineData(67_108_864, "67,108,864")]
    [InlineData(1e18, "1e+18")]
    [InlineData(0.00012, "1.2e-4")]
    public void Short_OfAnySize_IsReadable(double number, string text) => Assert.Equal(text, PatternText.Short(number));

    [Theory]
    [InlineData(0.0004, "<0.1 %")]
    [InlineData(0.5, "50.0 %")]
    [InlineData(1, "100.0 %")]
    public void Share_OfAnySize_IsNeverNothing(double share, string text) => Assert.Equal(text, PatternText.Share(share));

    [Fact]
    public void Of_NumbersNearToEachOther_ShowsTheirRangeAlone() => Assert.Equal(
        "number, about 900 values; 814,401 to 816,976",
        PatternText.Of(new PatternParameter { Position = 0, Kind = ParameterKind.Number, Count = 900, Distinct = 900, Numbers = new(900, 814_401, 816_976, 814_560, 814_560, 814_560) }));

    [Fact]
    public void Of_TextWithFewNumbers_ShowsNoQuantiles() => Assert.Equal(
        "text, about 900 values",
        PatternText.Of(new PatternParameter { Position = 0, Count = 900, Distinct = 900, Numbers = new(10, 1, 9, 3, 5, 8) }));

    [Fact]
    public void Of_ValuesThatMayBeFewer_AreMarked() => Assert.Equal(
        "id, about 900 values; a ≤40 %, b 20 %",
        PatternText.Of(new PatternParameter { Position = 0, Kind = ParameterKind.Identifier, Count = 1_000, Distinct = 900, Values = [new("a", 400, 5), new("b", 200, 0)] }));

    [Fact]
    public void Severity_GravestIsRare_ShowsBoth() => Assert.Equal(
        "–, FATAL <0.1 %",
        PatternText.Severity(new LogPattern
        {
            Template = new LogTemplate(new TemplateId(1), "x"),
            Count = 10_000,
            Severity = LogSeverity.Fatal,
            Severities = new Dictionary<LogSeverity, long> { [LogSeverity.Unspecified] = 9_999, [LogSeverity.Fatal] = 1 },
        }));
}
