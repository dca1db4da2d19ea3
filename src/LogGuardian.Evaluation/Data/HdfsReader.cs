using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>HDFS as loghub publishes it: raw lines, and the labels of the blocks that they name.</summary>
internal sealed class HdfsReader(string path, EvaluationDataOptions options) : DataReader(path, options)
{
    private static readonly string[] Logs = ["HDFS.log"];
    private static readonly string[] LabelFiles = ["anomaly_label.csv"];
    private readonly SessionKeyFinder _blocks = new(@"blk_-?\d+");
    private SessionLabels? _labels;

    public override bool HasSessions => true;

    public override bool? LabelOf(string session) => _labels?.Of(session);

    public override void Check(IReadOnlyCollection<string> sessions) =>
        Warnings = _labels?.Compare(sessions, Options.LabelFile ?? Path) is { } warning ? [warning] : [];

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _labels ??= await ReadLabelsAsync(cancellationToken).ConfigureAwait(false);
        bool isFirst = true;
        await foreach (LogLine line in LinesAsync(Logs, cancellationToken).ConfigureAwait(false))
        {
            LayoutReading reading = HeaderLayout.Hdfs.Read(line.Raw);
            if (isFirst && reading.UtcTicks == 0)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Line {line.LineId} of '{Path}' is '{LogText.Printable(line.ToString(), 80)}'; it must be '{HeaderLayout.Hdfs.Notation}'. Check that the path is that of HDFS.log."));
            }

            isFirst = false;
            yield return new DataLine(ContentLine.Make(line.Source, line.LineId, reading.Content, reading.UtcTicks, reading.Severity), IsAnomalous: null)
            {
                Sessions = _blocks.Find(reading.Content.Span),
                IsIncomplete = !reading.IsComplete,
            };
        }
    }

    private async Task<SessionLabels> ReadLabelsAsync(CancellationToken cancellationToken)
    {
        // Beside a log that is named by itself, in the folder or archive otherwise.
        string[] places = Options.LabelFile is { } given ? [given]
            : File.Exists(Path) ? [Path, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!]
            : [Path];
        foreach (string place in places)
        {
            await foreach (DataFile file in DataFiles
                .ReadAsync(place, name => IsNamed(name, LabelFiles), anySingle: Options.LabelFile is not null, cancellationToken).ConfigureAwait(false))
            {
                SessionLabels labels = new();
                string name = System.IO.Path.Combine(place, file.Name);
                await foreach (LogLine line in LinesAsync(name, file.Content, cancellationToken).ConfigureAwait(false))
                {
                    labels.Add(line, name);
                }

                return labels;
            }
        }

        throw Missing(LabelFiles[0]);
    }
}
