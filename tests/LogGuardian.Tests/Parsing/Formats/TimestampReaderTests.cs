using LogGuardian.Parsing;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class TimestampReaderTests
{
    [Theory]
    [InlineData("2026-11-23T23:05:01Z x", "2026-11-23T23:05:01", 20)]
    [InlineData("2026-11-23 23:05:01,123 INFO", "2026-11-23T23:05:01.123", 23)]
    [InlineData("2026-11-23T23:05:01.123456789+01:00 x", "2026-11-23T22:05:01.1234567", 35)]
    [InlineData("2026-11-23 23:05:01.5-0730 x", "2026-11-24T06:35:01.5", 26)]
    [InlineData("2026-11-23 23:05:01+02 x", "2026-11-23T21:05:01", 22)]
    [InlineData("2026-11-23 23:05:01.123 +01:00 [INF]", "2026-11-23T22:05:01.123", 30)]
    [InlineData("2026-11-23 23:05:01.123 UTC [7]", "2026-11-23T23:05:01.123", 27)]
    [InlineData("2026-11-23 23:05:01.123 CET [7]", "2026-11-23T22:05:01.123", 27)]
    [InlineData("2026-11-23 23:05:01 PDT [7]", "2026-11-24T06:05:01", 23)]
    [InlineData("2026-11-23 23:05:01 INFO", "2026-11-23T23:05:01", 19)]
    [InlineData("2026-11-23 23:05:01, Info", "2026-11-23T23:05:01", 19)]
    [InlineData("2026-11-23\t23:05:01\tGET", "2026-11-23T23:05:01", 19)]
    [InlineData("2026-11-23  5:13:11 8 [Note]", "2026-11-23T05:13:11", 19)]
    [InlineData("2026/11/23 04:30:31 [error]", "2026-11-23T04:30:31", 19)]
    [InlineData("2026-06-03-15.42.50.363779 R02", "2026-06-03T15:42:50.363779", 26)]
    [InlineData("20261123-22:15:29:606|Step", "2026-11-23T22:15:29.606", 21)]
    [InlineData("20261123-0:7:2:44|Step", "2026-11-23T00:07:02.044", 17)]
    [InlineData("10/Oct/2025:13:55:36 -0700] x", "2025-10-10T20:55:36", 26)]
    [InlineData("27/Jul/2023 16:06:44] admin", "2023-07-27T16:06:44", 20)]
    [InlineData("04 Nov 2026 12:00:00.123 * Ready", "2026-11-04T12:00:00.123", 24)]
    [InlineData("4-Nov-2026 12:00:00.123 client", "2026-11-04T12:00:00.123", 23)]
    [InlineData("261109 203615 148 INFO", "2026-11-09T20:36:15", 13)]
    [InlineData("261109 20:36:15 7 Query", "2026-11-09T20:36:15", 15)]
    [InlineData("26/06/09 20:10:40 INFO", "2026-06-09T20:10:40", 17)]
    [InlineData("03-17 16:13:38.811 1702", "2026-03-17T16:13:38.811", 18)]
    [InlineData("10.30 16:49:06] chrome", "2026-10-30T16:49:06", 14)]
    [InlineData("1023 15:04:05.678901 7", "2026-10-23T15:04:05.678901", 20)]
    [InlineData("Jun 14 15:16:01 host", "2026-06-14T15:16:01", 15)]
    [InlineData("Jun  4 15:16:01.25 host", "2026-06-04T15:16:01.25", 18)]
    [InlineData("Jun 4 2021 15:16:01: %ASA", "2021-06-04T15:16:01", 19)]
    [InlineData("Dec 10 06:55:46 host", "2025-12-10T06:55:46", 15)]
    [InlineData("Nov 24 22:00:00 host", "2026-11-24T22:00:00", 15)]
    [InlineData("Sun Dec 04 04:47:44 2005] [notice]", "2005-12-04T04:47:44", 24)]
    [InlineData("Fri Oct 08 17:08:41.203277 2021] x", "2021-10-08T17:08:41.203277", 31)]
    [InlineData("Wed May 19 08:00:01 EST 2021 x", "2021-05-19T13:00:01", 28)]
    [InlineData("1700000000 x", "2023-11-14T22:13:20", 10)]
    [InlineData("1700000000.123,", "2023-11-14T22:13:20.123", 14)]
    [InlineData("1700000000123 x", "2023-11-14T22:13:20.123", 13)]
    [InlineData("1700000000123456 x", "2023-11-14T22:13:20.123456", 16)]
    [InlineData("1700000000123456789 x", "2023-11-14T22:13:20.1234567", 19)]
    [InlineData("2026/11/23 - 10:49:33 | 401", "2026-11-23T10:49:33", 21)]
    [InlineData("20261123 15:04:05.678901 7", "2026-11-23T15:04:05.678901", 24)]
    [InlineData("20261123T150405.5Z x", "2026-11-23T15:04:05.5", 18)]
    [InlineData("11/23/2026 10:00:00 PM INFO", "2026-11-23T22:00:00", 22)]
    [InlineData("1/3/2026, 12:00:00 AM x", "2026-01-03T00:00:00", 21)]
    [InlineData("23/11/2026 22:00:00 x", "2026-11-23T22:00:00", 19)]
    [InlineData("07/11/2026-10:29:01.860293  [**]", "2026-07-11T10:29:01.860293", 26)]
    [InlineData("01/25/22 16:08:02.393003 web", "2022-01-25T16:08:02.393003", 24)]
    [InlineData("Nov 3, 2026 1:05:01 PM org", "2026-11-03T13:05:01", 22)]
    [InlineData("Nov 3, 2026 1:05:01\u202fAM org", "2026-11-03T01:05:01", 24)]
    [InlineData("1.711741827962e+09\tinfo", "2024-03-29T19:50:27.962", 18)]
    [InlineData("1.71174182796267890123e+09 x", "2024-03-29T19:50:27.9626789", 26)]
    [InlineData("15:04:05.123 [main]", "2026-11-23T15:04:05.123", 12)]
    [InlineData("2005.06.03 R02", "2005-06-03T00:00:00", 10)]
    [InlineData("2026-06-03", "2026-06-03T00:00:00", 10)]
    public void TryRead_KnownShape_TimeAndLength(string text, string expected, int expectedLength)
    {
        var reader = new TimestampReader(FormatFixture.Clock());
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.True(reader.TryRead(FormatFixture.Utf8(text), out long ticks, out int length));
            Assert.Equal((expected, expectedLength), (FormatFixture.Time(ticks), length));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("2026-13-01 10:00:00")]
    [InlineData("2026-02-30 10:00:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("Feb 30 10:00:00 host")]
    [InlineData("31/Apr/2026:10:00:00 +0000")]
    [InlineData("26/13/01 10:00:00")]
    [InlineData("24:00:00")]
    [InlineData("10:60:00")]
    [InlineData("123456789")]
    [InlineData("1.5 seconds")]
    [InlineData("1.5e+08 x")]
    [InlineData("13/13/2026 10:00:00")]
    [InlineData("11/23/2026")]
    [InlineData("20261323 10:00:00")]
    [InlineData("Nov 3, 2026 13:05 PM")]
    [InlineData("0123456789")]
    [InlineData("99999999999999999999")]
    [InlineData("June 14 15:16:01")]
    [InlineData("Sun Dec 32 04:47:44 2005")]
    public void TryRead_NoTimestamp_False(string text) =>
        Assert.False(new TimestampReader(FormatFixture.Clock()).TryRead(FormatFixture.Utf8(text), out _, out _));

    [Fact]
    public void TryRead_NoYearOnLeapDay_LatestLeapYear()
    {
        var reader = new TimestampReader(FormatFixture.Clock());
        Assert.True(reader.TryRead("Feb 29 10:00:00"u8, out long ticks, out _));
        Assert.Equal("2024-02-29T10:00:00", FormatFixture.Time(ticks));
    }

    [Fact]
    public void TryRead_NoYearAtTurnOfYear_NextYearWithinOneDay()
    {
        var reader = new TimestampReader(new FakeTimeProvider(new DateTimeOffset(2026, 12, 31, 20, 0, 0, TimeSpan.Zero)));
        Assert.True(reader.TryRead("Jan  1 05:00:00"u8, out long ticks, out _));
        Assert.Equal("2027-01-01T05:00:00", FormatFixture.Time(ticks));
    }

    [Fact]
    public void TryRead_TimeOfDayAheadOfClock_Yesterday()
    {
        var reader = new TimestampReader(new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero)));
        Assert.True(reader.TryRead("23:59:59 x"u8, out long ticks, out _));
        Assert.Equal("2026-11-22T23:59:59", FormatFixture.Time(ticks));
    }

    [Fact]
    public void TryRead_DateAloneFirst_DoesNotHideLongerShapes()
    {
        var reader = new TimestampReader(FormatFixture.Clock());
        Assert.True(reader.TryRead("2026-11-23"u8, out _, out _));
        Assert.True(reader.TryRead("2026-11-23 10:00:00"u8, out _, out int length));
        Assert.Equal(19, length);
    }
}
