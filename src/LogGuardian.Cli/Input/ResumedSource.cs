using System.Runtime.CompilerServices;

namespace LogGuardian.Cli;

/// <summary>
/// A source without the lines that a state has taken in already. A file that starts anew, because it was rotated, is read whole, and so is one that has another first line.
/// </summary>
/// <param name="inner">The source from its beginning.</param>
/// <param name="positions">The last physical line of each source that is left out.</param>
/// <param name="scan">Knows the first lines that the files had, and takes those that they have.</param>
/// <param name="tell">Told what is not as it was.</param>
internal sealed class ResumedSource(ILogSource inner, IReadOnlyDictionary<string, long> positions, ScanTrace scan, Action<FormattableString> tell) : ILogSource
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
                TellIfShort(source, position, before);
                source = line.Source;
                before = 0;
                position = left.Remove(source, out long taken) ? taken : 0;
            }

            if (line.LineId == 1 && !scan.Note(line) && position > 0)
            {
                tell($"'{source}' has another first line than the file that was scanned to line {position:N0}; it is scanned from its beginning. What that file had after this line is missing; scan it, too, if it is still there.");
                position = 0;
            }

            position = line.LineId > position || line.LineId <= before ? 0 : position;
            before = line.LineId;
            if (position == 0)
            {
                yield return line;
            }
        }

        TellIfShort(source, position, before);
    }

    private void TellIfShort(string? source, long position, long last)
    {
        if (position > 0 && last < position)
        {
            tell($"'{source}' ends at line {last:N0}, before the line where its state was written; it is not the file that was scanned, and none of it was. Scan it again.");
        }
    }
}
