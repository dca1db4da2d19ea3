using LogGuardian.Inference;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>What a pooled model's bundle holds, and what it is checked with.</summary>
internal sealed class PooledContents(PooledModel model, TrainingSet check)
{
    private const int Messages = 64;
    private const int Windows = 32;

    public BundleContents Make(bool quantized)
    {
        if (check.Windows.Count == 0)
        {
            throw new InvalidDataException("The set has no windows; a bundle is checked with at least one. Give it some that the model can read.");
        }

        int[] messages = [.. Enumerable.Range(0, Math.Min(Messages, check.Messages.Count))];
        TrainingWindow[] windows = [.. check.Windows.Take(Windows).Select(window => LabelledWindows.Parts(window, model.Record.MaxMessages).First())];
        return new BundleContents
        {
            Name = model.Card.Name,
            License = model.Card.License,
            Card = model.Card.Text,
            Message = model.Message,
            Vocabulary = File.ReadAllText(Path.Combine(model.Folder, model.Record.Tokenizer.File)),
            VocabularyKind = model.Record.Tokenizer.Kind,
            Lowercase = model.Record.Tokenizer.Lowercase,
            MaxTokens = model.Record.Tokenizer.MaxTokens,
            Encoder = model.Encoder,
            EncoderWeights = model.Network.Encoder.Parameters.ToWeights(),
            Pooling = model.Network.FirstToken ? EncoderPooling.Cls : EncoderPooling.Mean,
            Normalize = false,
            Judge = new ExportedJudge(new PooledJudgeModel(model.Encoder.Hidden, model.Record.Width!.Value, model.Network.Judge.ToWeights()), model.Calibration, model.Record.MaxMessages),
            Quantized = quantized,
            Check = new ExportCheck
            {
                Messages = [.. messages.Select(TextOf)],
                Vectors = VectorsOf(messages),
                Windows = [.. windows.Select(window => window.Messages.ToArray().Select(TextOf).ToArray())],
                LogOdds = [.. WindowScores.Of(model, check, windows).Select(score => (double)score)],
            },
        };
    }

    private float[][] VectorsOf(int[] messages)
    {
        model.Network.IsTraining = false;
        using IDisposable scope = NewDisposeScope();
        using var vectors = new MessageVectors(model.Network, new MessageTokens(model.Tokenizer, check.Messages), learns: false, edits: 0);
        return [.. vectors.Of(messages, Random.Shared).cpu().data<float>().ToArray().Chunk(model.Encoder.Hidden)];
    }

    // The bundle's reader puts the prefix before it.
    private string TextOf(int message)
    {
        string text = check.Messages[message];
        return text.StartsWith(model.Message.Prefix, StringComparison.Ordinal) ? text[model.Message.Prefix.Length..] : text;
    }
}
