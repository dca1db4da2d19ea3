using LogGuardian.Inference;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>Writes trained models as the bundles that detectors open.</summary>
public static class ModelExport
{
    // How far an exact bundle may be off: float32 adds up in another order.
    private const double ExactVectors = 1e-5, ExactLogOdds = 1e-3;

    /// <summary>
    /// Writes a bundle with the encoder, and projector, prompt and decoder or what judges in their place. It is opened and run as users will run it, and takes the place of the bundle that was there
    /// only when it computes what the model does.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">A folder, or a zip when the name ends in <c>.zip</c>. A bundle that is there is replaced.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work; what was there stays.</param>
    /// <exception cref="ArgumentException">A value is not what it must be.</exception>
    /// <exception cref="InvalidDataException">The bundle does not compute what the model does; the message says how far it is off.</exception>
    /// <exception cref="InvalidOperationException">A model is larger than an ONNX file can be, or ONNX Runtime is missing.</exception>
    /// <exception cref="IOException">A file cannot be written, or something else than a bundle is in its place.</exception>
    public static Task<ExportReport> WriteAsync(WindowModel model, string path, ModelExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelExportOptions chosen = (options ?? new ModelExportOptions()).Validated();
        ModelRecord record = model.Record;
        BundleCalibration calibration = record.Calibration with { Fitted = record.Calibration.Fitted && !chosen.General };
        return BundleExport.WriteAsync(
            path,
            new BundleContents
            {
                Name = record.Card.Name,
                License = record.Card.License,
                Card = record.Card.Text,
                Message = record.Message,
                Vocabulary = File.ReadAllText(Path.Combine(model.Folder, record.Tokenizer.File)),
                VocabularyKind = record.Tokenizer.Kind,
                Lowercase = record.Tokenizer.Lowercase,
                MaxTokens = record.Tokenizer.MaxTokens,
                Encoder = model.Encoder,
                EncoderWeights = model.Network.Encoder.Parameters.ToWeights(),
                Pooling = record.FirstToken ? EncoderPooling.Cls : EncoderPooling.Mean,

                // What reads the vectors learned from them as the encoder gives them.
                Normalize = false,
                Quantized = chosen.Quantized,
                Check = Check(model, chosen),
                Decoder = model is TrainableModel decoded ? Decoder(decoded, calibration, chosen.Folded) : null,
                Judge = model is PooledModel pooled ? Judge(pooled, calibration) : null,
            },
            cancellationToken);
    }

    private static ExportedJudge Judge(PooledModel model, BundleCalibration calibration) =>
        new(new PooledJudgeModel(model.Encoder.Hidden, model.Record.Width!.Value, model.Network.Judge.ToWeights()), calibration, model.Record.MaxMessages);

    private static ExportedDecoder Decoder(TrainableModel model, BundleCalibration calibration, bool folded)
    {
        Dictionary<string, Weight> decoder = model.Network.Decoder.Parameters.ToWeights();
        Weight tokens = decoder["model.embed_tokens.weight"];
        LogLlmPrompt prompt = model.Prompt;
        return new ExportedDecoder
        {
            Shape = model.Decoder,
            Weights = decoder,
            Projector = model.Network.Projector.ToWeights(),
            Before = LogLlmPrompt.BeforeText,
            After = $"{LogLlmPrompt.AfterText} {LogLlmPrompt.AnswerText}",
            RowsBefore = DecoderModel.RowsOf(tokens, prompt.Before),
            RowsAfter = DecoderModel.RowsOf(tokens, [.. prompt.After, .. prompt.Normal[..prompt.Common]]),
            Normal = prompt.NormalToken,
            Anomalous = prompt.AnomalousToken,
            Calibration = calibration,
            MaxMessages = model.Record.MaxMessages,
            Folded = folded,
        };
    }

    private static ExportCheck Check(WindowModel model, ModelExportOptions options)
    {
        TrainingSet sample = ExportSample.Of(options.Sample, model.Message, model.Record.MaxMessages);
        float[] scores = WindowScores.Of(model, sample, sample.Windows);
        string TextOf(int message) => sample.Messages[message][model.Message.Prefix.Length..];
        return new ExportCheck
        {
            Messages = [.. Enumerable.Range(0, sample.Messages.Count).Select(TextOf)],
            Vectors = Vectors(model, sample),
            Windows = [.. sample.Windows.Select(window => (IReadOnlyList<string>)[.. window.Messages.ToArray().Select(TextOf)])],
            LogOdds = [.. scores.Select(score => (double)score)],
            MaxVectorDifference = ExactVectors,
            MaxLogOddsDifference = ExactLogOdds,
            LeastCosine = options.LeastCosine,
            MaxQuantizedLogOddsDifference = options.MaxLogOddsDifference,
        };
    }

    private static IReadOnlyList<float[]> Vectors(WindowModel model, TrainingSet sample)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        model.Network.IsTraining = false;
        float[] all = model.Network.Encode([.. sample.Messages.Select(model.Tokenizer.Encode)]).cpu().data<float>().ToArray();
        return [.. all.Chunk(model.Encoder.Hidden)];
    }
}
