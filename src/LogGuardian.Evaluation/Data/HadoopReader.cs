using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>
/// Hadoop as loghub publishes it: a folder of container logs for each application, and <c>abnormal_label.txt</c>, which lists the applications
/// below a heading for the program (<c>### PageRank</c>) and one for the fault (<c>Normal:</c>, <c>Disk full:</c>). An application is a session.
/// </summary>
internal sealed class HadoopReader(string path, EvaluationDataOptions options) : DataReader(path, options)
{
    private const string Application = "application_";
    private static readonly string[] LabelFiles = ["abnormal_label.txt"];
    private readonly Dictionary<string, (bool IsAnomalous, string Program)> _labels = new(StringComparer.Ordinal);

    public override bool HasSessions => true;

    public override bool JoinsLines => true;

    public override bool? LabelOf(string session) => _labels.TryGetValue(session, out (bool IsAnomalous, string Program) label) ? label.IsAnomalous : null;

    public override void Check(IReadOnlyCollection<string> sessions)
    {
        int labelled = sessions.Count(_labels.ContainsKey);
        if (labelled == 0)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"None of the {_labels.Count} applications that abnormal_label.txt names is among the {sessions.Count} folders below '{Path}'; they must belong together. Unpack Hadoop.zip again."));
        }

        int without = sessions.Count - labelled;
        int lacking = _labels.Count - labelled;
        Warnings = without + lacking == 0 ? [] : [string.Create(
            CultureInfo.InvariantCulture, $"{lacking} labelled applications are not in the data; {without} applications have no label and are left out.")];
    }

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_labels.Count == 0)
        {
            await ReadLabelsAsync(cancellationToken).ConfigureAwait(false);
        }

        bool found = false;
        await foreach (DataFile file in DataFiles.ReadAsync(Path, name => FolderOf(name) is not null, anySingle: false, cancellationToken).ConfigureAwait(false))
        {
            found = true;
            string application = FolderOf(file.Name)!;
            string[] sessions = [application];
            string program = _labels.GetValueOrDefault(application).Program ?? "";
            string name = file.Name;
            await foreach (LogLine line in LinesAsync(name, file.Content, cancellationToken).ConfigureAwait(false))
            {
                yield return new DataLine(line, IsAnomalous: null) { Sessions = sessions, System = program };
            }
        }

        if (!found)
        {
            throw Missing("folder application_…");
        }
    }

    private static string? FolderOf(string name) =>
        name.Split('/').SkipLast(1).LastOrDefault(part => part.StartsWith(Application, StringComparison.Ordinal));

    private async Task ReadLabelsAsync(CancellationToken cancellationToken)
    {
        string place = Options.LabelFile ?? Path;
        string program = "";
        bool? label = null;
        await foreach (DataFile file in DataFiles
            .ReadAsync(place, name => IsNamed(name, LabelFiles), anySingle: Options.LabelFile is not null, cancellationToken).ConfigureAwait(false))
        {
            await foreach (LogLine line in LinesAsync(file.Name, file.Content, cancellationToken).ConfigureAwait(false))
            {
                string text = line.ToString().Trim();
                if (text.StartsWith('#'))
                {
                    program = text.TrimStart('#').Trim();
                }
                else if (text.StartsWith('+') && label is { } known)
                {
                    _labels[text.TrimStart('+').Trim()] = (known, program);
                }
                else if (text.EndsWith(':'))
                {
                    label = !text.Equals("Normal:", StringComparison.OrdinalIgnoreCase);
                }
            }

            if (_labels.Count == 0)
            {
                throw new InvalidDataException($"The labels '{file.Name}' name no application; below headings such as 'Normal:' it must hold lines such as '+ {Application}1445087491445_0005'. Pass the published abnormal_label.txt.");
            }

            return;
        }

        throw Missing(LabelFiles[0]);
    }
}
