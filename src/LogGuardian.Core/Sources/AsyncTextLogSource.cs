using System.Runtime.CompilerServices;

namespace LogGuardian;

/// <summary>Reads strings as they come.</summary>
internal sealed class AsyncTextLogSource(IAsyncEnumerable<string> lines, string name) : ILogSource
{
    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long lineId = 1;
        await foreach (string text in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogLine line = TextLine.Make(text, lineId, name);
            lineId += line.LineCount;
            yield return line;
        }
    }
}
