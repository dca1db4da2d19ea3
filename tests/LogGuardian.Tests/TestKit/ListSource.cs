using System.Runtime.CompilerServices;

namespace LogGuardian.Tests.TestKit;

/// <summary>A source over lines in memory; optionally stops to breathe after each line, as a live source does.</summary>
internal sealed class ListSource(IEnumerable<LogLine> lines, bool live = false) : ILogSource
{
    public static ListSource Of(string source, IEnumerable<string> texts) => new(texts.Select((text, i) => LogLine.FromText(text, i + 1, source)));

    public static ListSource Of(params string[] texts) => Of("app", texts);

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (LogLine line in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (live)
            {
                await Task.Yield();
            }

            yield return line;
        }
    }
}
