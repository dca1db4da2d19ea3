using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class FormatDetectorTests
{
    [Fact]
    public void Detect_NoLines_Plain() => Assert.Equal("plain", FormatFixture.Detect().Name);

    [Fact]
    public void Detect_HalfOfTheLinesForeign_NotTheFormat() => Assert.Equal(
        "plain",
        FormatFixture.Detect(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "Hello" : "Jun 14 15:16:01 web1 sshd[7]: x")).Name);

    [Fact]
    public void Detect_FewDatedRecordsOfManyLines_FormatOfTheRecords() => Assert.Equal(
        "log4j",
        FormatFixture.Detect(Enumerable.Range(0, 100).Select(i =>
            i % 10 == 0 ? "2026-10-18 18:01:47,978 INFO [main] a.B: payload" : "<row>7</row>")).Name);

    [Fact]
    public void Detect_HostThenAnotherTime_NotSyslog() => Assert.Equal(
        "generic", FormatFixture.Detect(Enumerable.Repeat("2026-01-30T11:38:52.054Z web-1 19:38:52.053 INFO  c.Orders#115 TraceID: 7", 9)).Name);

    [Fact]
    public void Detect_LevelThenTime_FormatThatReadsTheTime() => Assert.Equal(
        "generic", FormatFixture.Detect(Enumerable.Repeat("[error] 2026-11-23T10:00:00Z nonode@nohost failed", 9)).Name);

    [Fact]
    public void TryRead_HeaderBreaksOffBehindTimestamp_ContentBeginsThere()
    {
        HeaderFormat format = FormatFixture.Detect(Enumerable.Repeat("2026-10-18 18:01:47,978 INFO [main] a.B: payload", 9));
        Assert.Equal("2026-10-18T18:01:48 Warning disk full", FormatFixture.Read(format, "2026-10-18 18:01:48,000 WARN disk full"));
        Assert.True(format.StartsRecord("2026-10-18 18:01:48,000 WARN disk full"u8));
        Assert.Equal("no header", FormatFixture.Read(format, "java.lang.IllegalStateException: x"));
    }
}
