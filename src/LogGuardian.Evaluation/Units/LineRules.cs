using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>What a protocol takes from a line before units are formed.</summary>
/// <param name="DropIncomplete">Whether lines without content are left out.</param>
/// <param name="ContentOnly">Whether the level is left out.</param>
/// <param name="ByHost">Whether the lines of a host are a session.</param>
/// <param name="Keys">Finds the sessions that a line names; null when the data say them or windows are cut.</param>
internal sealed record LineRules(bool DropIncomplete, bool ContentOnly, bool ByHost, SessionKeyFinder? Keys)
{
    private string[] _host = [];

    public async IAsyncEnumerable<DataLine> ReadAsync(DataReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (DataLine line in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!line.IsIncomplete || !DropIncomplete)
            {
                yield return reader.HasSessions || (Keys is null && !ByHost) ? line : line with { Sessions = Keys?.Find(line.Line.Raw.Span) ?? HostOf(line) };
            }
        }
    }

    private string[] HostOf(in DataLine line)
    {
        if (line.Host.Length == 0)
        {
            return [];
        }

        return _host is [{ } last] && last == line.Host ? _host : _host = [line.Host];
    }
}
