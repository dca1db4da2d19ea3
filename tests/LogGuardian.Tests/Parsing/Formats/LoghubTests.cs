using System.Text;
using LogGuardian.Parsing;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Parsing.Formats;

/// <summary>The content of public log samples, against the column that their publishers cut out.</summary>
public sealed class LoghubTests
{
    [SkippableTheory]
    [InlineData("Apache", "apache-error")]
    [InlineData("BGL", "bgl")]
    [InlineData("HDFS", "hdfs")]
    [InlineData("Hadoop", "log4j")]
    [InlineData("Linux", "syslog")]
    [InlineData("OpenSSH", "syslog")]
    [InlineData("Thunderbird", "thunderbird")]
    [InlineData("Windows", "windows-cbs")]
    public void TryRead_PublishedSample_PublishedContent(string system, string name)
    {
        string[] lines = File.ReadAllLines(ExternalData.Require($"loghub-2k/{system}/{system}_2k.log"));
        string[] csv = File.ReadAllLines(ExternalData.Require($"loghub-2k/{system}/{system}_2k.log_structured.csv"));
        int column = Array.IndexOf(csv[0].Split(','), "Content");

        HeaderFormat format = FormatFixture.Detect(lines.Take(200));

        Assert.Equal(name, format.Name);
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.True(format.TryRead(LogLine.FromText(lines[i]), out HeaderReading reading), lines[i]);
            Assert.Equal(Column(csv[i + 1], column).Trim(), Encoding.UTF8.GetString(reading.Content.Span).Trim());
            Assert.NotEqual(0, reading.UtcTicks);
        }
    }

    private static string Column(string row, int column)
    {
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < row.Length && column >= 0; i++)
        {
            if (row[i] == '"' && quoted && i + 1 < row.Length && row[i + 1] == '"')
            {
                i++;
                _ = column == 0 ? field.Append('"') : field;
            }
            else if (row[i] == '"')
            {
                quoted = !quoted;
            }
            else if (row[i] == ',' && !quoted)
            {
                column--;
            }
            else
            {
                _ = column == 0 ? field.Append(row[i]) : field;
            }
        }

        return field.ToString();
    }
}
