using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>BGL, Thunderbird, Liberty and Spirit: the first field is <c>-</c> on a normal line and the kind of alert on any other.</summary>
internal sealed class AlertLogReader(string path, EvaluationDataOptions options, HeaderLayout layout, string[] names) : DataReader(path, options)
{
    public override bool HasSessions => false;

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isFirst = true;
        string host = "";
        ReadOnlyMemory<byte> hostBytes = default;
        await foreach (LogLine line in LinesAsync(names, cancellationToken).ConfigureAwait(false))
        {
            LayoutReading reading = layout.Read(line.Raw);
            if (isFirst && reading.UtcTicks == 0)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Line {line.LineId} of '{Path}' is '{LogText.Printable(line.ToString(), 80)}'; it must be '{layout.Notation}'. Check that the path is that of {names[0]}."));
            }

            isFirst = false;
            if (!reading.Host.Span.SequenceEqual(hostBytes.Span))
            {
                hostBytes = reading.Host;
                host = LogText.Decode(hostBytes.Span);
            }

            yield return new DataLine(ContentLine.Make(line.Source, line.LineId, reading.Content, reading.UtcTicks, reading.Severity), reading.IsAlert)
            {
                Host = host,
                IsIncomplete = !reading.IsComplete,
            };
        }
    }
}
