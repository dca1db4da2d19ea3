using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class W3cFormatTests
{
    private static readonly string[] Log =
    [
        "#Software: Microsoft Internet Information Services 10.0",
        "#Version: 1.0",
        "#Fields: date time s-ip cs-method cs-uri-stem sc-status",
        "2026-01-13 00:32:17 10.0.0.1 GET /robots.txt 404",
        "2026-01-13 00:32:18 10.0.0.1 GET /a 200",
    ];

    [Fact]
    public void Detect_FieldsDirective_ContentBehindDateAndTime()
    {
        HeaderFormat format = FormatFixture.Detect(Log);

        Assert.Equal("w3c", format.Name);
        Assert.Equal("2026-01-13T00:32:17 Unspecified 10.0.0.1 GET /robots.txt 404", FormatFixture.Read(format, Log[3]));
        Assert.Equal(
            "date=2026-01-13, time=00:32:17, s-ip=10.0.0.1, cs-method=GET, cs-uri-stem=/robots.txt, sc-status=404",
            FormatFixture.Fields(format, Log[3]));
    }

    [Fact]
    public void IsDirective_Lines_OnlyDirectives()
    {
        HeaderFormat format = FormatFixture.Detect(Log);
        Assert.Equal([true, true, true, false, false], Log.Select(l => format.IsDirective(FormatFixture.Utf8(l))));
        Assert.Equal("no header", FormatFixture.Read(format, Log[0]));
    }
}
