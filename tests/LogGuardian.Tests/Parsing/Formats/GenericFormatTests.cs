using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class GenericFormatTests
{
    [Theory]
    [InlineData("2026-11-23T10:00:00Z INFO started", "2026-11-23T10:00:00 Information started")]
    [InlineData("2026-11-23T10:00:00Z info vpxd[7] begin", "2026-11-23T10:00:00 Information vpxd[7] begin")]
    [InlineData("2026-11-23T10:00:00Z error opening file", "2026-11-23T10:00:00 Error opening file")]
    [InlineData("2026-11-23T10:00:00Z note the change", "2026-11-23T10:00:00 Unspecified note the change")]
    [InlineData("2026-11-23T10:00:00Z got error 7", "2026-11-23T10:00:00 Unspecified got error 7")]
    [InlineData("2026-11-23 10:00:00 | WARN | low | 3", "2026-11-23T10:00:00 Warning low | 3")]
    [InlineData("2026-11-23 10:00:00 [main] 812 [WARN] low", "2026-11-23T10:00:00 Warning low")]
    [InlineData("2026-11-23 10:00:00: [e] failed", "2026-11-23T10:00:00 Error failed")]
    [InlineData("2026-11-23 10:00:00 -5 degrees", "2026-11-23T10:00:00 Unspecified -5 degrees")]
    [InlineData("[notice] 2026-01-20T13:54:06.579985Z db up", "2026-01-20T13:54:06.579985 Information db up")]
    [InlineData("ERROR    2026-01-20T13:54:06 - wrong key", "2026-01-20T13:54:06 Error wrong key")]
    [InlineData("Main::INFO::2026-01-20 13:54:06,101::disk full", "2026-01-20T13:54:06.101 Information disk full")]
    [InlineData("type=X msg=audit(1684329817.579:2995): arch=c0", "2023-05-17T13:23:37.579 Unspecified 2995): arch=c0")]
    [InlineData("2026-11-23T10:00:00Z", "2026-11-23T10:00:00 Unspecified ")]
    [InlineData("12 jobs took 10:00:00", "no header")]
    [InlineData("order 1700000000 accepted", "no header")]
    public void TryRead_Line_Reading(string line, string expected) =>
        Assert.Equal(expected, FormatFixture.Read(new GenericFormat(FormatFixture.Clock()), line));

    [Fact]
    public void ReadFields_Line_PrefixTimestampAndHeader() => Assert.Equal(
        "Prefix=web-1, Timestamp=2026-11-23T10:00:00Z, Header=WARN",
        FormatFixture.Fields(new GenericFormat(FormatFixture.Clock()), "web-1 | 2026-11-23T10:00:00Z [WARN] low"));
}
