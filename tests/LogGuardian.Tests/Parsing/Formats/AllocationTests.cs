using System.Globalization;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class AllocationTests
{
    public static TheoryData<string, string[], string, string> Cases => CatalogueCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryRead_WarmFormat_AllocatesNothing(string name, string[] lines, string reading, string fields)
    {
        HeaderFormat format = FormatFixture.Detect(lines);
        Assert.Equal((name, reading, fields), (format.Name, FormatFixture.Read(format, lines[0]), FormatFixture.Fields(format, lines[0])));
        LogLine[] records = FormatFixture.Lines(lines);
        long sum = ReadAll(format, records);

        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += ReadAll(format, records);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(sum > 0);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryRead_DecimalCommaCulture_SameReading(string name, string[] lines, string reading, string fields)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            HeaderFormat format = FormatFixture.Detect(lines);
            Assert.Equal((name, reading, fields), (format.Name, FormatFixture.Read(format, lines[0]), FormatFixture.Fields(format, lines[0])));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static long ReadAll(HeaderFormat format, LogLine[] records)
    {
        long sum = 0;
        for (int round = 0; round < 50; round++)
        {
            for (int i = 0; i < records.Length; i++)
            {
                sum += format.TryRead(records[i], out HeaderReading reading) ? reading.Content.Length : 0;
                sum += format.StartsRecord(records[i].Raw.Span) ? 1 : 0;
            }
        }

        return sum;
    }
}
