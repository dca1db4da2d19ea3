using System.Runtime.CompilerServices;

namespace LogGuardian.Cli;

/// <summary>A source without the lines that a state has taken in already. A file that starts anew, because it was rotated, is read whole.</summary>
/// <param name="inner">The source from its beginning.</param>
/// <param name="positions">The last physical line of each source that is left out.</param>
/// <param name="isShort">Told of a source that ended at that line or before it, with the line.</param>
internal sealed class ResumedSource(ILogSource inner, IReadOnlyDictionary<string, long> positions, Action<string, long> isShort) : ILogSource
{
    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var left = new Dictionary<string, long>(positions, StringComparer.Ordinal);
        string? source = null;
        long position = 0;
        long before = 0;
        await foreach (LogLine line in inner.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!ReferenceEquals(line.Source, source))
            {
                Tell(source, position, before);
                source = line.Source;
                before = 0;
                position = left.Remove(source, out long taken) ? taken : 0;
            }

            position = line.LineId > position || line.LineId <= before ? 0 : position;
            before = line.LineId;
            if (position == 0)
            {
                yield return line;
            }
        }

        Tell(source, position, before);
    }

    private void Tell(string? source, long position, long last)
    {
        if (position > 0 && last < position)
        {
            isShort(source!, last);
        }
    }
}
