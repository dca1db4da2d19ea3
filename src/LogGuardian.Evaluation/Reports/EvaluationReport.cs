namespace LogGuardian.Evaluation;

/// <summary>All results of an evaluation, for people and machines.</summary>
public sealed record EvaluationReport
{
    /// <summary>Name of the JSON file in a report's folder.</summary>
    public const string JsonName = "report.json";

    /// <summary>Name of the Markdown file in a report's folder.</summary>
    public const string MarkdownName = "report.md";

    /// <summary>Name of the HTML file in a report's folder.</summary>
    public const string HtmlName = "report.html";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What repeats it.</summary>
    public required string Command { get; init; }

    /// <summary>Version of LogGuardian.</summary>
    public required string Version { get; init; }

    /// <summary>Where it was measured.</summary>
    public required MachineInfo Machine { get; init; }

    /// <summary>One result for each data set, protocol, method and split, in the order in which they are shown.</summary>
    public required IReadOnlyList<EvaluationResult> Results { get; init; }

    /// <summary>The results over all splits: one for each data set, protocol and method; baselines last.</summary>
    public IReadOnlyList<EvaluationAggregate> Aggregates => [.. Groups.SelectMany(group => group.Methods.Select(method => method.Aggregate))];

    internal IReadOnlyList<ReportGroup> Groups => GroupsOf(Results);

    /// <summary>Makes a report of results that were measured on this machine. Of several splits only the one with the median F1 keeps its curves.</summary>
    /// <param name="results">The results.</param>
    /// <param name="command">What repeats it.</param>
    /// <param name="clock">The clock; null for that of the system.</param>
    public static EvaluationReport Create(IEnumerable<EvaluationResult> results, string command, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(command);
        EvaluationResult[] all = [.. results];
        HashSet<EvaluationResult> shown = [.. GroupsOf(all).SelectMany(group => group.Methods).Select(method => method.Shown)];
        return new EvaluationReport
        {
            Created = (clock ?? TimeProvider.System).GetUtcNow(),
            Command = command,
            Version = typeof(EvaluationReport).Assembly.GetName().Version!.ToString(3),
            Machine = MachineInfo.Current(),

            // The curves of the others are in no chart, and are most of what a result takes.
            Results = [.. all.Select(result => shown.Contains(result) ? result : result with { Curves = null })],
        };
    }

    private static ReportGroup[] GroupsOf(IEnumerable<EvaluationResult> results) =>
        [.. results.GroupBy(result => (result.DataSet, result.Protocol)).Select(group => new ReportGroup([.. group]))];

    /// <summary>The report as Markdown: a table for each data set and protocol.</summary>
    public string ToMarkdown() => MarkdownReport.Render(this);

    /// <summary>The report as one HTML file with charts, which needs no network and follows the light or dark setting of the reader.</summary>
    public string ToHtml() => HtmlReport.Render(this);

    /// <summary>Writes the report as JSON, Markdown and HTML.</summary>
    /// <param name="directory">The folder; it is created. Files of an earlier report are replaced.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task WriteAsync(string directory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory.CreateDirectory(directory);
        await EvaluationFile.WriteJsonAsync(Path.Combine(directory, JsonName), this, EvaluationJson.Default.EvaluationReport, cancellationToken).ConfigureAwait(false);
        await EvaluationFile.WriteTextAsync(Path.Combine(directory, MarkdownName), ToMarkdown(), cancellationToken).ConfigureAwait(false);
        await EvaluationFile.WriteTextAsync(Path.Combine(directory, HtmlName), ToHtml(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the JSON of a report.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">The file is no report.</exception>
    public static Task<EvaluationReport> LoadAsync(string path, CancellationToken cancellationToken = default) =>
        EvaluationFile.ReadJsonAsync(path, EvaluationJson.Default.EvaluationReport, cancellationToken);
}
