using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>A table of windows that were cut before: <c>window</c>, <c>line_label</c>, <c>content</c>, separated by tabs.</summary>
internal sealed class WindowTableReader(string path, EvaluationDataOptions options) : DataReader(path, options)
{
    private const string Heading = "window\tline_label\tcontent";
    private static readonly string[] Names = ["windows.tsv"];

    public override bool HasSessions => true;

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string window = "";
        string[] sessions = [];
        await foreach (LogLine line in LinesAsync(Names, cancellationToken).ConfigureAwait(false))
        {
            if (line.LineId == 1)
            {
                if (line.ToString() != Heading)
                {
                    throw Wrong(line, $"the heading '{Heading}'");
                }

                continue;
            }

            ReadOnlySpan<byte> raw = line.Raw.Span;
            int first = raw.IndexOf((byte)'\t');
            int second = first < 0 ? -1 : raw[(first + 1)..].IndexOf((byte)'\t');
            if (second != 1 || raw[first + 1] is not ((byte)'0' or (byte)'1'))
            {
                throw Wrong(line, "a window, 0 or 1, and a content, separated by tabs");
            }

            string key = LogText.Decode(raw[..first]);
            if (key != window)
            {
                window = key;
                sessions = [key];
            }

            yield return new DataLine(ContentLine.Make(line.Source, line.LineId, line.Raw[(first + 3)..], utcTicks: 0), raw[first + 1] == (byte)'1')
            {
                Sessions = sessions,
                IsIncomplete = raw.Length == first + 3,
            };
        }
    }

    private InvalidDataException Wrong(LogLine line, string rule) => new(string.Create(
        CultureInfo.InvariantCulture, $"Line {line.LineId} of '{Path}' is '{LogText.Printable(line.ToString(), 80)}'; it must be {rule}. Check that the path is that of windows.tsv."));
}
