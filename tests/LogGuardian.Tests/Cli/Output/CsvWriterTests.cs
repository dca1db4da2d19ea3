using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli.Output;

public sealed class CsvWriterTests
{
    [Fact]
    public void Field_SpecialCharacters_AreQuoted()
    {
        var text = new StringWriter();
        var csv = new CsvWriter(text);
        string[] fields = ["plain", "", "a,b", "say \"hi\"", "\"", "two\nlines", "cr\r", " space "];
        foreach (string field in fields)
        {
            csv.Field(field);
        }

        csv.EndRow();
        Assert.Equal("plain,,\"a,b\",\"say \"\"hi\"\"\",\"\"\"\",\"two\nlines\",\"cr\r\", space \n", text.ToString());
        Assert.Equal(fields, Assert.Single(CsvReader.Read(text.ToString())));
    }
}
