using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>The stages of an adaptation. Whatever learns also rehearses the older set, and is held to what the model said of it.</summary>
internal sealed class AdaptationStages : IDisposable
{
    private const int Rounds = 5;
    private readonly WindowModel _model;
    private readonly OldAndNew _sets;
    private readonly AdaptationOptions _options;
    private readonly MessageTokens _tokens;
    private readonly MaskedLanguageObjective _words;
    private readonly int[] _oldMessages;
    private readonly Tensor _oldVectors;
    private readonly int[] _heldMessages;
    private readonly int[] _learnedMessages;
    private readonly TrainingWindow[] _heldWindows;
    private readonly TrainingWindow[] _learnedWindows;

    /// <exception cref="TrainingException">The tokenizer has no token that hides others.</exception>
    public AdaptationStages(WindowModel model, OldAndNew sets, AdaptationOptions options)
    {
        (_model, _sets, _options) = (model, sets, options);
        _tokens = new MessageTokens(model.Tokenizer, sets.All.Messages);
        _words = new MaskedLanguageObjective(Network.Encoder, _tokens, WordsWork.MaskId(model, "Tune the model with labelled windows"), int.MaxValue, options.Loop.Seed);
        _oldMessages = [.. sets.Old.SelectMany(window => window.Messages.ToArray()).Distinct()];
        Network.IsTraining = false;
        using (IDisposable fixedWeights = no_grad())
        {
            using var before = new MessageVectors(Network, _tokens, learns: false, edits: 0);
            _oldVectors = before.Of([.. Enumerable.Range(0, _tokens.Count)], Random.Shared).clone().DetachFromDisposeScope();
        }

        var random = new Random(options.Loop.Seed);
        int[] messages = [.. Enumerable.Range(0, sets.NewMessages)];
        random.Shuffle(messages);
        int held = Math.Clamp((int)Math.Round(options.HeldBack * messages.Length), 1, Math.Max(1, messages.Length - 1));
        (_heldMessages, _learnedMessages) = (messages[..held], messages.Length == 1 ? messages : messages[held..]);
        TrainingWindow[] windows =
        [
            .. sets.New.Where(window => window.IsAnomaly != true && window.Messages.Length > 1).SelectMany(window => LabelledWindows.Parts(window, model.Record.MaxMessages)).Where(part => part.Messages.Length > 1),
        ];
        random.Shuffle(windows);
        held = windows.Length < 2 ? 0 : Math.Clamp((int)Math.Round(options.HeldBack * windows.Length), 1, windows.Length - 1);
        (_heldWindows, _learnedWindows) = (windows[..held], windows[held..]);
    }

    private MessageNetwork Network => _model.Network;

    /// <summary>What says hidden words learns alone, so that it does not turn the encoder upside down.</summary>
    public TrainingStage Head => new("head", _options.Head, () => Work(WordParts(), encoder: false, others: false, head: true));

    /// <summary>The encoder learns words, and to give older messages the vectors that they had; then a decoder learns order.</summary>
    public IReadOnlyList<TrainingStage> Learning
    {
        get
        {
            TrainingStage words = new("words", _options.Words, Words);
            StageOptions order = _learnedWindows.Length == 0 ? _options.Order with { Epochs = 0 } : _options.Order;
            return _model is TrainableModel reader ? [words, new("order", order, () => Order(reader))] : [words];
        }
    }

    /// <summary>Share of the tokens of new messages that the vocabulary does not know.</summary>
    public double UnknownTokens
    {
        get
        {
            int unknown = WordsWork.UnknownId(_model);
            int[] all = [.. Enumerable.Range(0, _sets.NewMessages).SelectMany(message => _tokens[message][1..^1])];
            return all.Length == 0 ? 0 : (double)all.Count(token => token == unknown) / all.Length;
        }
    }

    public double WordLoss() => ObjectiveLoss.Of(Network, _words, _heldMessages, Rounds)!.Value;

    /// <summary>Null for a model that knows no order.</summary>
    public double? OrderLoss()
    {
        if (_model is not TrainableModel reader)
        {
            return null;
        }

        using var vectors = new MessageVectors(Network, _tokens, learns: false, edits: 0);
        return ObjectiveLoss.Of(Network, new NextEventObjective(reader.Network, vectors, reader.Prompt, _heldWindows, int.MaxValue), [.. Enumerable.Range(0, _heldWindows.Length)], 1);
    }

    public void Dispose()
    {
        _words.Dispose();
        _oldVectors.Dispose();
    }

    private List<(IObjective Objective, double Share)> WordParts() =>
        [(new SubsetObjective(_words, _learnedMessages, _options.Words.MaxSamples), 1), (new SubsetObjective(_words, _oldMessages, int.MaxValue), _options.Replay)];

    private StageWork Words()
    {
        var vectors = new MessageVectors(Network, _tokens, learns: true, edits: 0);
        var same = new VectorsObjective(vectors, Before, null, _oldMessages, int.MaxValue);
        return Work([.. WordParts(), (same, _options.Replay)], encoder: true, others: false, head: true, vectors);
    }

    private StageWork Order(TrainableModel reader)
    {
        var vectors = new MessageVectors(Network, _tokens, learns: false, edits: 0);
        (IReadOnlyList<TrainingWindow> old, float[] odds) = _sets.Whole(_model.Record.MaxMessages);
        var next = new NextEventObjective(reader.Network, vectors, reader.Prompt, _learnedWindows, _options.Order.MaxSamples);
        var same = new OddsObjective(_model, vectors, [.. old.Select(window => window with { IsAnomaly = null })]) { Teacher = odds };
        return Work([(next, 1), (same, _options.Replay)], encoder: false, others: true, head: false, vectors);
    }

    private StageWork Work(IReadOnlyList<(IObjective Objective, double Share)> parts, bool encoder, bool others, bool head, params IReadOnlyList<IDisposable> owned)
    {
        Network.IsTraining = true;
        Network.Train(encoder, others);
        _words.Head.Train(_ => head);
        Dictionary<string, TorchParameter> all = ParameterSet.Named([.. Network.Parts, ("head", _words.Head)]);
        return new StageWork(
            new MixedObjective(parts), ParameterSet.ThatLearn(all), all, null)
        {
            Owned = owned,
        };
    }

    private Tensor Before(int[] messages) => _oldVectors.index_select(0, tensor(Array.ConvertAll(messages, message => (long)message), device: Network.Device));
}
