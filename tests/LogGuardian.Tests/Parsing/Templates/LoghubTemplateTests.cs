using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LogGuardian.Tests.Cli;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Parsing.Templates;

/// <summary>
/// Grouping of public log samples against their published labels, everything at its default: group accuracy (the share of lines whose group is
/// exactly a labelled one) and the F1 of groups, as Loghub-2.0 defines them; and the templates themselves, pinned by number and hash.
/// </summary>
public sealed class LoghubTemplateTests
{
    public static TheoryData<string, int, string> Systems => new()
    {
        { "Apache", 6, "a2c2dbdb2d4f0522" },
        { "BGL", 121, "093128ae37bfb277" },
        { "HDFS", 14, "9a5fde3e9f7a4257" },
        { "Hadoop", 116, "95a9db5735a9d072" },
        { "Linux", 118, "9898820f2144b706" },
        { "OpenSSH", 27, "2af3140e04009c0f" },
        { "Thunderbird", 158, "d9fef189de892a33" },
        { "Windows", 50, "8a7c4085fd3f384b" },
    };

    [SkippableTheory]
    [MemberData(nameof(Systems))]
    public async Task Parse_PublishedSample_GroupsAsPublished(string system, int templates, string hash)
    {
        (string[] predicted, string[] texts) = await ParseAsync(ExternalData.Require($"loghub-2k/{system}/{system}_2k.log"));
        string[] labels = Labels(ExternalData.Require($"loghub-2k/{system}/{system}_2k.log_structured.csv"));
        (double accuracy, double f1) = Score(predicted, labels);
        Assert.True(accuracy >= 0.97 && f1 >= 0.93, string.Create(CultureInfo.InvariantCulture, $"{system}: group accuracy {accuracy:0.0000}, F1 {f1:0.0000}"));
        string sorted = string.Join('\n', texts.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((templates, hash), (predicted.Distinct().Count(), XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(sorted)).ToString("x16", CultureInfo.InvariantCulture)));
    }

    private static async Task<(string[] Ids, string[] Texts)> ParseAsync(string path)
    {
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        await foreach (ParsedLog _ in detector.ParseAsync(LogLines.FromFile(path)))
        {
        }

        var ids = new List<string>();
        var texts = new List<string>();
        await foreach (ParsedLog log in detector.ParseAsync(LogLines.FromFile(path)))
        {
            ids.Add(log.Template.Id.ToString());
            texts.Add(log.Template.Text);
        }

        return ([.. ids], [.. texts]);
    }

    private static string[] Labels(string path)
    {
        List<string[]> rows = [.. CsvReader.Read(File.ReadAllText(path).ReplaceLineEndings("\n"))];
        int column = Array.IndexOf(rows[0], "EventTemplate");
        return [.. rows.Skip(1).Where(row => row.Length > column).Select(row => row[column])];
    }

    private static (double Accuracy, double F1) Score(string[] predicted, string[] labels)
    {
        Assert.Equal(labels.Length, predicted.Length);
        HashSet<string> truth = [.. Groups(labels)];
        string[] groups = [.. Groups(predicted)];
        string[] exact = [.. groups.Where(truth.Contains)];
        double lines = exact.Sum(group => group.Count(c => c == ',') + 1);
        return (lines / labels.Length, 2.0 * exact.Length / (groups.Length + truth.Count));
    }

    /// <summary>Each group as the list of its lines.</summary>
    private static IEnumerable<string> Groups(string[] keys) =>
        keys.Select((key, line) => (Key: key, Line: line)).GroupBy(pair => pair.Key, pair => pair.Line).Select(group => string.Join(',', group));
}
