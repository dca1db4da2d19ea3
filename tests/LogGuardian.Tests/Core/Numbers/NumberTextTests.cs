using System.Globalization;
using System.Text;
using CsCheck;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Numbers;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("42", 42)]
    [InlineData("-3", -3)]
    [InlineData("+7", 7)]
    [InlineData("12ms", 12)]
    [InlineData("3.5KB", 3.5)]
    [InlineData("-0.25s", -0.25)]
    [InlineData("99%", 99)]
    [InlineData("8µs", 8)]
    [InlineData("1GiB", 1)]
    [InlineData("007", 7)]
    [InlineData("123456789012345", 123456789012345)]
    [InlineData("12345678901234567890", 12345678901234567890d)]
    public void TryRead_Number_IsTakenAsWritten(string text, double number)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal((true, number), (NumberText.TryRead(Encoding.UTF8.GetBytes(text), out double read), read));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("ms")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1,000")]
    [InlineData("1.2.3")]
    [InlineData("0x1F")]
    [InlineData("5e3")]
    [InlineData("12 ms")]
    [InlineData("12parsecs")]
    [InlineData("blk_1")]
    [InlineData("NaN")]
    public void TryRead_OtherText_IsNoNumber(string text) => Assert.False(NumberText.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryRead_BeyondADouble_IsNoNumber() => Assert.False(NumberText.TryRead(Encoding.UTF8.GetBytes(new string('9', 400)), out _));

    [Fact]
    public void TryRead_AnyFraction_IsTheNearestDouble() => Gen.Select(Gen.Long[0, 999_999_999], Gen.Int[1, 9], Gen.Long[0, 999_999_999], Gen.Bool).Sample((whole, length, fraction, isNegative) =>
    {
        string digits = fraction.ToString("000000000", CultureInfo.InvariantCulture)[..length];
        string text = string.Create(CultureInfo.InvariantCulture, $"{(isNegative ? "-" : "")}{whole}.{digits}");

        Assert.Equal((true, double.Parse(text, CultureInfo.InvariantCulture)), (NumberText.TryRead(Encoding.UTF8.GetBytes(text), out double read), read));
    });
}
