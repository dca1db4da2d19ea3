using System.Runtime.CompilerServices;

namespace LogGuardian;

/// <summary>Reads strings that are already in memory.</summary>
internal sealed class TextLogSource(IEnumerable<string> lines, string name) : ILogSource
{
    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        long lineId = 1;
        foreach (string text in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogLine line = TextLine.Make(text, lineId, name);
            lineId += line.LineCount;
            yield return line;
        }
    }
}
