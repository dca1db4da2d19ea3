using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>
/// The stages of LogLLM (arXiv 2411.08561). Stage 1 teaches the decoder the form of the answer, stage 2 the projector, then projector and encoder, to speak to the frozen decoder,
/// stage 3 all of it.
/// </summary>
internal sealed class LogLlmStages(TrainableModel model, TrainingSet set, LabelledWindows? windows, LogLlmTrainingOptions options)
{
    private readonly MessageTokens _tokens = new(model.Tokenizer, set.Messages);

    private LogLlmNetwork Network => model.Network;

    private TrainingStage Whole => new("whole", options.Whole, () => Answer(encoder: true, projector: true, decoder: true, options.Whole));

    /// <summary>What held-back windows say of the network as it is.</summary>
    public IReadOnlyDictionary<string, double> Measure()
    {
        float[] scores = WindowScores.Of(model, set, windows!.Held);
        Network.IsTraining = true;
        return HeldBackMetrics.Of(windows.Held, scores);
    }

    /// <summary>What needs no labels.</summary>
    /// <exception cref="TrainingException">A window is longer than what the decoder reads.</exception>
    public IReadOnlyList<TrainingStage> Unlabelled() => Fitting([new("words", options.Words, Words), new("order", options.Order, Order)]);

    /// <summary>The three stages.</summary>
    /// <exception cref="TrainingException">A window is longer than what the decoder reads.</exception>
    public IReadOnlyList<TrainingStage> Labelled() => Fitting(options.AtOnce ? [Whole with { MoreSteps = StepsOf(options.Template) + StepsOf(options.Projection) + StepsOf(options.Embedding) }] :
    [
        new("template", options.Template, () => Answer(encoder: false, projector: false, decoder: true, options.Template, measured: false)),
        new("projection", options.Projection, () => Answer(encoder: false, projector: true, decoder: false, options.Projection)),
        new("embedding", options.Embedding, () => Answer(encoder: true, projector: true, decoder: false, options.Embedding)),
        Whole,
    ]);

    private long StepsOf(StageOptions stage)
    {
        int samples = ClassBalance.Order([.. windows!.Learned.Select(window => window.IsAnomaly == true)], options.Minority, stage.MaxSamples, new Random(options.Loop.Seed)).Length;
        return stage.StepsOf(samples, options.Loop.BatchSize);
    }

    private IReadOnlyList<TrainingStage> Fitting(IReadOnlyList<TrainingStage> stages)
    {
        LogLlmPrompt prompt = model.Prompt;
        int messages = Math.Min(model.Record.MaxMessages, set.Windows.Select(window => window.Messages.Length).DefaultIfEmpty().Max());
        int rows = prompt.Before.Length + messages + prompt.After.Length + Math.Max(prompt.Normal.Length, prompt.Anomalous.Length) - 1;
        return rows <= model.Decoder.MaxRows
            ? stages
            : throw new TrainingException(FormattableString.Invariant(
                $"The longest window has {messages} messages and, with its question and answer, {rows} rows; the decoder reads at most {model.Decoder.MaxRows}. Make a model with fewer {nameof(TrainableModelOptions.MaxMessages)}, or with more {nameof(DecoderShape)}.{nameof(DecoderShape.MaxRows)}."));
    }

    private StageWork Words() => WordsWork.Of(model, _tokens, options.Words, options.Loop);

    private StageWork Order()
    {
        IReadOnlyList<TrainingWindow> all = EqualWindows.Limit(
            set.Windows.Where(window => window.IsAnomaly != true && window.Messages.Length > 1).SelectMany(window => LabelledWindows.Parts(window, model.Record.MaxMessages)),
            options.MaxRepeats);
        return Work(encoder: false, projector: true, decoder: true, vectors => new NextEventObjective(Network, vectors, model.Prompt, all, options.Order.MaxSamples), adapted: false, measured: false);
    }

    // The form of the answer is right in either class: what tells them apart then is chance, and no reason to go back to weights of an earlier epoch.
    private StageWork Answer(bool encoder, bool projector, bool decoder, StageOptions stage, bool measured = true)
    {
        Adapt(Network.Encoder.Parameters, options.EncoderLora, 1);
        Adapt(Network.Decoder.Parameters, options.DecoderLora, 2);
        return Work(
            encoder,
            projector,
            decoder,
            vectors => new AnswerObjective(Network, vectors, model.Prompt, windows!.Learned, options.Minority, stage.MaxSamples, options.AnomalyWeight),
            adapted: true,
            measured);
    }

    private StageWork Work(bool encoder, bool projector, bool decoder, Func<MessageVectors, IObjective> objective, bool adapted, bool measured)
    {
        Network.IsTraining = true;
        Network.Dropout = adapted ? options.Dropout : 0;
        Network.MixedPrecision = options.Loop.MixedPrecision;
        Network.Encoder.Parameters.Train(name => encoder && (!adapted || options.EncoderLora is null || ParameterSet.IsAdapter(name)));
        Network.Projector.Train(_ => projector);
        Network.Decoder.Parameters.Train(name => decoder && (!adapted || options.DecoderLora is null || ParameterSet.IsAdapter(name)));
        var vectors = new MessageVectors(Network, _tokens, encoder, options.Edits);
        Dictionary<string, TorchParameter> all = ParameterSet.Named(Network.Parts);
        return new StageWork(
            objective(vectors),
            ParameterSet.ThatLearn(all),
            all,
            measured ? Measure : null)
        {
            Owned = [vectors],
        };
    }

    private void Adapt(ParameterSet part, LoraOptions? lora, int offset)
    {
        if (lora is not null)
        {
            using var random = new Generator((ulong)(options.Loop.Seed + offset));
            part.Adapt(lora, random);
        }
    }
}
