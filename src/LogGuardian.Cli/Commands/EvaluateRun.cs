using System.Globalization;
using LogGuardian.Evaluation;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Runs an evaluation, shows its figures and writes what was asked for.</summary>
internal sealed class EvaluateRun(EvaluateSettings settings, CliConsole console)
{
    private const string ResultsFolder = "results";
    private readonly List<(EvaluationResult Result, string Draft)> _predictions = [];
    private readonly List<string> _written = [];

    public async Task<int> RunAsync(CancellationToken stop)
    {
        CreateFolders();
        using ModelBundle? model = CommonOptions.OpenModel(settings.ModelPath);
        var runner = new EvaluationRunner(new EvaluationRunOptions
        {
            Methods = TrainedMethods.Add(model is null ? new EvaluationMethods() : ModelMethods.Of(model), settings.Training, model),
            MethodsVersion = (model?.Hash ?? "") + TrainedMethods.VersionOf(settings.Cases, settings.Training),
            Seed = settings.Seed,
            Parallelism = settings.Jobs,
            ResumeDirectory = settings.ReportPath is null ? null : Path.Combine(settings.ReportPath, ResultsFolder),
            OnPredictions = settings.PredictionsPath is null ? null : KeepAsync,
        });
        IReadOnlyList<EvaluationResult> results;
        try
        {
            results = await EvaluateProgress.RunAsync(console, progress => runner.RunAsync(settings.Cases, progress, stop)).ConfigureAwait(false);
            NamePredictions();
        }
        finally
        {
            _predictions.ForEach(kept => File.Delete(kept.Draft));
        }

        foreach (string warning in runner.Warnings)
        {
            console.Warn(warning);
        }

        var report = EvaluationReport.Create(results, settings.CommandLine);
        EvaluateTable.Show(console.Ink, report);
        foreach (string path in _written)
        {
            Row("predictions", path);
        }

        if (settings.ReportPath is { } folder)
        {
            await report.WriteAsync(folder, stop).ConfigureAwait(false);
            Row("report", Path.Combine(folder, EvaluationReport.HtmlName));
        }

        return ExitCode.Success;
    }

    private void Row(string name, string path) => console.Ink.WriteLine(new Piece(name.PadRight(12), Tone.Quiet), new Piece(SafeText.OneLine(path)));

    /// <summary>A folder that cannot be written is known before hours of work, not after them.</summary>
    private void CreateFolders()
    {
        if (settings.ReportPath is { } report)
        {
            Directory.CreateDirectory(report);
        }

        if (settings.PredictionsPath is { } predictions && Path.GetDirectoryName(Path.GetFullPath(predictions)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    private async Task KeepAsync(EvaluationResult result, PredictionSet predictions, CancellationToken stop)
    {
        if (settings.Cases.Any(@case => @case.Methods.Contains(result.Method)))
        {
            string draft = string.Create(CultureInfo.InvariantCulture, $"{settings.PredictionsPath}.{_predictions.Count}.part");
            _predictions.Add((result, draft));
            await PredictionFile.WriteAsync(draft, predictions.Predictions, stop).ConfigureAwait(false);
        }
    }

    /// <summary>One method on one split is the file that was asked for; several have their names in the file's.</summary>
    private void NamePredictions()
    {
        foreach ((EvaluationResult result, string draft) in _predictions)
        {
            string path = _predictions.Count == 1 ? settings.PredictionsPath! : PathOf(result);
            File.Move(draft, path, overwrite: true);
            _written.Add(path);
        }
    }

    private IEnumerable<string> Scope(EvaluationResult result) => settings.Cases.Count > 1 ? [result.DataSet, result.Protocol] : [];

    private string PathOf(EvaluationResult result)
    {
        string split = result.Split.Length > 0 ? result.Split : string.Create(CultureInfo.InvariantCulture, $"seed {result.Seed}");
        string name = string.Join('.', [Path.GetFileNameWithoutExtension(settings.PredictionsPath), .. Scope(result), result.Method, split]);
        foreach (char bad in Path.GetInvalidFileNameChars().Append(' ').Append(','))
        {
            name = name.Replace(bad, '-');
        }

        return Path.Combine(Path.GetDirectoryName(settings.PredictionsPath!) ?? "", name + Path.GetExtension(settings.PredictionsPath));
    }
}
