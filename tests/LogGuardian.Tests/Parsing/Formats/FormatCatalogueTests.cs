using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class FormatCatalogueTests
{
    public static TheoryData<string, string[], string, string> Cases => CatalogueCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Detect_LinesOfFormat_NameReadingFields(string name, string[] lines, string reading, string fields)
    {
        HeaderFormat format = FormatFixture.Detect(lines);

        Assert.Equal(name, format.Name);
        Assert.Equal(reading, FormatFixture.Read(format, lines[0]));
        Assert.Equal(fields, FormatFixture.Fields(format, lines[0]));
        Assert.True(format.StartsRecord(FormatFixture.Utf8(lines[0])));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Detect_StackTracesAndNoiseBetweenLines_SameFormat(string name, string[] lines, string reading, string fields)
    {
        string[] trace = ["System.InvalidOperationException: no stock", "   at Shop.Orders.Add(Int32 id)", "\tat com.acme.Shop.add(Shop.java:7)", ""];
        IEnumerable<string> noisy = Enumerable.Range(0, 60).SelectMany(i => i % 9 == 8 ? lines.Concat(trace) : lines);

        HeaderFormat format = FormatFixture.Detect(noisy);

        Assert.Equal(name, format.Name);
        Assert.Equal(reading, FormatFixture.Read(format, lines[0]));
        Assert.Equal(fields, FormatFixture.Fields(format, lines[0]));
        Assert.False(format.StartsRecord("   at Shop.Orders.Add(Int32 id)"u8));
        Assert.False(format.StartsRecord("\tat com.acme.Shop.add(Shop.java:7)"u8));
    }

    [Fact]
    public void Create_EveryFormat_IsCoveredByACase()
    {
        string[] covered = [.. CatalogueCases.All.Select(row => (string)((object[])row)[0]).Distinct()];
        Assert.Empty(FormatCatalogue.Create(FormatFixture.Clock()).Concat(FormatCatalogue.CreateUndated(FormatFixture.Clock())).Select(f => f.Name).Except(covered));
    }
}
