using System.Globalization;
using System.Text;
using LogGuardian.Parsing;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Parsing.Formats;

/// <summary>What the tests of formats share: a clock that stands on 2026-11-23 23:30 UTC, and readings as one line of text.</summary>
internal static class FormatFixture
{
    public static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Time(long utcTicks) =>
        utcTicks == 0 ? "-" : new DateTime(utcTicks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    public static string Read(HeaderFormat format, string line) => format.TryRead(LogLine.FromText(line), out HeaderReading reading)
        ? $"{Time(reading.UtcTicks)} {reading.Severity} {LogText.Decode(reading.Content.Span)}"
        : "no header";

    public static string Fields(HeaderFormat format, string line) =>
        string.Join(", ", format.ReadFields(LogLine.FromText(line)).Select(f => $"{f.Key}={f.Value}"));

    public static LogLine[] Lines(params IEnumerable<string> lines) => [.. lines.Select((text, i) => LogLine.FromText(text, i + 1))];

    public static HeaderFormat Detect(params IEnumerable<string> lines) => new FormatDetector(Clock()).Detect(Lines(lines));
}
