using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>Tunes a model again and again from where it was. Thin matrices of the last layers learn, and all of the projector or of the judge.</summary>
internal sealed class TuningTrial : IDisposable
{
    private readonly WindowModel _model;
    private readonly TuningWindows _windows;
    private readonly TuningOptions _options;
    private readonly MessageTokens _tokens;
    private readonly WeightSnapshot _head;

    public TuningTrial(WindowModel model, TrainingSet set, TuningWindows windows, TuningOptions options)
    {
        (_model, _windows, _options) = (model, windows, options);
        _tokens = new MessageTokens(model.Tokenizer, set.Messages);
        End(isKept: true);
        _head = new WeightSnapshot(Network.Head.All.Values);
    }

    private MessageNetwork Network => _model.Network;

    private CausalDecoder? Decoder => (Network as LogLlmNetwork)?.Decoder;

    /// <summary>Rounds weights as tuning in 4 bits does, so that all that is said of the model before is said of the same one.</summary>
    public static void Round(MessageNetwork network, TuningOptions options)
    {
        if (options.EncoderLayers > 0)
        {
            network.Encoder.Parameters.Round();
        }

        if (options.DecoderLayers > 0 && network is LogLlmNetwork { Decoder: { } decoder })
        {
            decoder.Parameters.Round();
        }
    }

    /// <summary>Raw scores of windows by the model as it is.</summary>
    public float[] Score(IReadOnlyList<TrainingWindow> windows) => new WindowScores(_model, _tokens).Of(windows);

    /// <summary>Cross entropy of labelled windows by the model as it is, calibrated as it was, and whether each is answered right.</summary>
    public (double[] Losses, bool[] Right) Judge(IReadOnlyList<TrainingWindow> windows)
    {
        double[] odds = [.. Score(windows).Select(score => (double)_model.OddsOf(score))];
        double[] signed = [.. odds.Select((odd, i) => windows[i].IsAnomaly == true ? odd : -odd)];
        return ([.. signed.Select(odd => Math.Log(1 + Math.Exp(-odd)))], [.. signed.Select(odd => odd > 0)]);
    }

    /// <summary>Brings the model back to where it was.</summary>
    public void Reset()
    {
        End(isKept: false);
        _head.Restore();
    }

    /// <summary>Adds what was learned to the weights.</summary>
    public void Keep() => End(isKept: true);

    /// <summary>A stage that learns some of the labelled windows.</summary>
    /// <param name="epochs">How long.</param>
    /// <param name="labelled">The windows.</param>
    /// <param name="validate">Called after each epoch.</param>
    public TrainingStage Stage(int epochs, IReadOnlyList<TrainingWindow> labelled, Action? validate = null) =>
        new("tuning", new StageOptions { Epochs = epochs, LearningRate = _options.LearningRate, Schedule = new() { Kind = LearningRateKind.Constant } }, () => Work(labelled, validate));

    public void Dispose() => _head.Dispose();

    private StageWork Work(IReadOnlyList<TrainingWindow> labelled, Action? validate)
    {
        Reset();
        Adapt(Network.Encoder.Parameters, "layer", "attention.self", Network.Encoder.Shape.Layers, _options.EncoderLayers, 1);
        if (Decoder is { } decoder)
        {
            Adapt(decoder.Parameters, "layers", "self_attn", decoder.Shape.Layers, _options.DecoderLayers, 2);
            decoder.Parameters.Train(ParameterSet.IsAdapter);
        }

        Network.IsTraining = true;
        Network.Encoder.Parameters.Train(ParameterSet.IsAdapter);
        Network.Head.Train(_ => true);
        var vectors = new MessageVectors(Network, _tokens, learns: true, _options.Edits);
        TrainingWindow[] parts = [.. labelled.SelectMany(window => LabelledWindows.Cut(window, _model.Record.MaxMessages))];
        bool isTaught = _windows.Lent.Exists(window => window.IsAnomaly is null);
        var own = new OddsObjective(_model, vectors, [.. Enumerable.Repeat(parts, _options.Copies).SelectMany(copy => copy)]) { Smoothing = _options.Smoothing, Minority = 0.5, Edits = _options.Edits };
        var lent = new OddsObjective(_model, vectors, _windows.Lent)
        {
            Teacher = isTaught ? _windows.LentOdds : null,
            Smoothing = _options.Smoothing,
            MaxSamples = parts.Length * _options.Copies,
        };
        Dictionary<string, TorchParameter> all = ParameterSet.Named(Network.Parts);
        Dictionary<string, TorchParameter> learns = ParameterSet.ThatLearn(all);
        var objective = new AnchoredObjective(_windows.Lent.Count == 0 ? own : new MixedObjective((own, 1), (lent, 1)), learns.Values, _options.Anchor);
        return new StageWork(objective, learns, all, validate is null ? null : () => After(validate)) { Owned = [vectors, objective] };
    }

    private Dictionary<string, double> After(Action validate)
    {
        validate();
        Network.IsTraining = true;
        return [];
    }

    private void Adapt(ParameterSet part, string layer, string attention, int layers, int wanted, int offset)
    {
        string[] targets =
        [
            .. Enumerable.Range(0, layers).TakeLast(wanted).SelectMany(i => _options.Lora.Targets.Select(target => FormattableString.Invariant($"{layer}.{i}.{attention}.{target}"))),
        ];
        if (targets.Length > 0)
        {
            using var random = new Generator((ulong)(_options.Loop.Seed + offset));
            part.Adapt(_options.Lora with { Targets = targets }, random);
        }
    }

    private void End(bool isKept)
    {
        Network.Encoder.Parameters.EndAdaptation(isKept);
        Decoder?.Parameters.EndAdaptation(isKept);
    }
}
