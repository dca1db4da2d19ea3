using System.Text;

namespace LogGuardian.Tests.Parsing.Templates;

/// <summary>Lines of few words and values, so that many places become parameters and templates overlap.</summary>
internal static class RandomLog
{
    private static readonly string[] Words =
        ["red", "blue", "green", "user", "host", "for", "job", "failed", "up", "db.example.org", "a-b", "x_y", "white", "black", "pink", "gray"];

    private static readonly string[] Values =
        ["17", "10.0.0.1", "blk_5", "0xff01", "/var/log/a", "LOCAL(0)", "[7]", "()", "k=3", "key=red", "tag=a name=x", "tag=b name=y", "tag=\"c d\" name=z", "on=true", "1, 2, 3", "Jul 27 10:59:53 2005", "(red 4)"];

    public static string[] Lines(Random random, int count)
    {
        int words = random.Next(3, Words.Length + 1);
        int values = random.Next(1, Values.Length + 1);
        int offset = random.Next(Values.Length);
        return [.. Enumerable.Range(0, count).Select(_ => Line(random, words, values, offset))];
    }

    private static string Line(Random random, int words, int values, int offset)
    {
        var line = new StringBuilder();
        int units = random.Next(1, 5);
        for (int i = 0; i < units; i++)
        {
            line.Append(i == 0 ? "" : " ");
            line.Append(random.Next(5) == 0 ? Values[(offset + random.Next(values)) % Values.Length] : Words[random.Next(words)]);
        }

        return line.ToString();
    }
}
