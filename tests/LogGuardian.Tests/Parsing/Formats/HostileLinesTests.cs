using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

/// <summary>Whatever the bytes, no format throws, and what it reads lies within the line.</summary>
public sealed class HostileLinesTests
{
    private const int Rounds = 4000;

    private static IEnumerable<HeaderFormat> Formats() => FormatCatalogue.Create(FormatFixture.Clock()).Concat(
    [
        .. FormatCatalogue.CreateUndated(FormatFixture.Clock()),
        new GenericFormat(FormatFixture.Clock()), new PlainFormat(), new WindowsEventFormat(FormatFixture.Clock()), new W3cFormat("#Fields: date time x"u8, FormatFixture.Clock()),
        HeaderSpec.Parse(@"<Date> <Time> <A>(\[<B>\])?: <Content>", FormatFixture.Clock()),
    ]);

    [Fact]
    public void TryRead_RandomBytes_NeverThrows()
    {
        var random = new Random(20261123);
        HeaderFormat[] formats = [.. Formats()];
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = new byte[random.Next(0, 90)];
            random.NextBytes(bytes);
            Check(formats, bytes);
        }
    }

    [Fact]
    public void TryRead_MutatedLines_NeverThrows()
    {
        var random = new Random(42);
        HeaderFormat[] formats = [.. Formats()];
        byte[][] seeds = [FormatFixture.Utf8(WindowsEventFormatTests.Event), .. CatalogueCases.All.SelectMany(row => (string[])((object[])row)[1]).Select(FormatFixture.Utf8)];
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = [.. seeds[random.Next(seeds.Length)]];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"[]()<>{}\":,.-/ 019\\\t\n="[random.Next(22)];
            }

            Check(formats, bytes.AsMemory(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
        }
    }

    [Fact]
    public void TryRead_LongLinesOfOneMark_Fast()
    {
        HeaderFormat[] formats = [.. Formats()];
        foreach (char mark in "[]()<>{\":,.-/ 0a=|\t\n")
        {
            Check(formats, FormatFixture.Utf8(new string(mark, 200_000)));
            Check(formats, FormatFixture.Utf8("2026-11-23 10:00:00 " + new string(mark, 200_000)));
        }
    }

    private static void Check(HeaderFormat[] formats, ReadOnlyMemory<byte> bytes)
    {
        var line = new LogLine("memory", 1, bytes);
        foreach (HeaderFormat format in formats)
        {
            _ = format.StartsRecord(bytes.Span);
            _ = format.IsDirective(bytes.Span);
            _ = format.ReadFields(line);
            if (format.TryRead(line, out HeaderReading reading))
            {
                Assert.InRange(reading.Content.Length, 0, bytes.Length);
                Assert.InRange(reading.UtcTicks, 0, DateTime.MaxValue.Ticks);
            }
        }
    }
}
