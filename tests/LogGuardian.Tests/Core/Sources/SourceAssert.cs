using System.IO.Compression;
using System.Text;

namespace LogGuardian.Tests.Core.Sources;

/// <summary>Reads sources into values that compare.</summary>
internal static class SourceAssert
{
    public static async Task<List<LogLine>> ReadAsync(ILogSource source)
    {
        List<LogLine> lines = [];
        await foreach (LogLine line in source.ReadAsync())
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Each line as <c>id:text</c>, with the reason behind it when it is skipped.</summary>
    public static async Task<string[]> TextAsync(ILogSource source) => [.. (await ReadAsync(source)).Select(Show)];

    public static Task<string[]> TextAsync(byte[] bytes, LogReadOptions? options = null) =>
        TextAsync(LogLines.FromStream(new MemoryStream(bytes), "s", options));

    public static Task<string[]> TextAsync(string text, LogReadOptions? options = null) => TextAsync(Encoding.UTF8.GetBytes(text), options);

    public static string Show(LogLine line) =>
        $"{line.LineId}:{line}" + (line.Skipped == SkipReason.None ? "" : $" [{line.Skipped}]");

    /// <summary>Reads until the exception; the lines before it come too.</summary>
    public static async Task<(List<string> Lines, LogSourceException Exception)> FailsAsync(ILogSource source)
    {
        List<string> lines = [];
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(async () =>
        {
            await foreach (LogLine line in source.ReadAsync())
            {
                lines.Add(Show(line));
            }
        });
        return (lines, e);
    }

    public static byte[] Gzip(params string[] members) => [.. members.SelectMany(member =>
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(member));
        }

        return packed.ToArray();
    })];
}
