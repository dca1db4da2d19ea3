using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Training.Export;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.LogLlm;

[Collection(TorchTests.Name)]
public sealed class TrainableModelTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TrainingSet _set = TrainingSample.Windows(16);

    public TrainableModelTests() => TorchTests.Require();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void CreateSaveOpen_GivesEveryBit()
    {
        using TrainableModel model = TrainingSample.Create(In("model"), _set);
        model.Card = new ModelCard { Name = "tiny", License = "MIT", Text = "Of a test." };
        model.Record = model.Record with { Calibration = new BundleCalibration(1.5f, -0.25f) };
        model.Save();

        using TrainableModel opened = TrainableModel.Open(In("model"));
        Assert.Equal(model.Record, opened.Record);
        Assert.Equal((model.Encoder, model.Decoder, model.Card), (opened.Encoder, opened.Decoder, opened.Card));
        Same(model, opened);
        Assert.Equal(model.Score(_set), opened.Score(_set));
        Assert.Equal(WindowScores.Of(model, _set, _set.Windows).Select(score => (1.5f * score) - 0.25f), opened.Score(_set));
    }

    [SkippableFact]
    public void Create_OfOneSeed_GivesTheSameModel()
    {
        using TrainableModel one = TrainingSample.Create(In("one"), _set);
        using TrainableModel same = TrainingSample.Create(In("same"), _set);
        using TrainableModel other = TrainableModel.Create(In("other"), _set, TrainingSample.Model with { Seed = 2 }, one.Message);
        Same(one, same);
        Assert.NotEqual(one.Network.Projector.ToWeights()["weight"].Values, other.Network.Projector.ToWeights()["weight"].Values);
    }

    [SkippableTheory]
    [InlineData("training.json", "has no training.json")]
    [InlineData("projector.safetensors", "projector.safetensors")]
    [InlineData("encoder/config.json", "config.json")]
    [InlineData("decoder/model.safetensors", "decoder")]
    [InlineData("tokenizer.json", "tokenizer.json")]
    public void Open_OfFolderThatLacksAFile_NamesIt(string file, string named)
    {
        Saved();
        File.Delete(Path.Combine(In("model"), file));
        Exception error = Assert.ThrowsAny<Exception>(() => TrainableModel.Open(In("model")));
        Assert.True(error is IOException or InvalidDataException, error.ToString());
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("training.json", "{\"format\": \"x\", \"version\": 1, \"tokenizer\": {\"file\": \"t\"}, \"promptTokenizer\": {\"file\": \"t\"}}", "it must be 'logguardian-trainable'")]
    [InlineData("training.json", "{", "cannot be read")]
    [InlineData("training.json", "null", "cannot be read")]
    [InlineData("projector.safetensors", "no tensors", "projector.safetensors")]
    [InlineData("encoder/model.safetensors", "", "encoder")]
    [InlineData("tokenizer.json", "{}", "")]
    public void Open_OfDamagedFolder_SaysWhat(string file, string text, string what)
    {
        Saved();
        _folder.Write("model/" + file, text);
        Assert.Contains(what, Assert.Throws<InvalidDataException>(() => TrainableModel.Open(In("model"))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Open_OfSwappedParts_SaysWhereTheyBelong()
    {
        Saved();
        Directory.Move(In("model/encoder"), In("model/x"));
        Directory.Move(In("model/decoder"), In("model/encoder"));
        Directory.Move(In("model/x"), In("model/decoder"));
        Assert.Contains("Put them where they belong", Assert.Throws<InvalidDataException>(() => TrainableModel.Open(In("model"))).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FromPretrained_TakesWeightsAndTokenizers(bool qwen)
    {
        (EncoderShape encoder, DecoderShape decoder) = Pretrained(qwen);
        using TrainableModel model = TrainableModel.FromPretrained(In("model"), In("bert"), In("llm"), TrainingSample.Model, new BundleMessage(MessageMasks.LogLlm));
        Assert.Equal((encoder, decoder), (model.Encoder, model.Decoder));
        Same(SampleWeights.Encoder(encoder), model.Network.Encoder.Parameters.ToWeights());
        Same(SampleWeights.WholeDecoder(decoder), model.Network.Decoder.Parameters.ToWeights());
        Assert.Equal(qwen, model.Network.Decoder.Parameters.All.ContainsKey("model.layers.0.self_attn.k_proj.bias"));
        model.Save();

        // What hides words is found in a list of words too.
        await LogLlmTraining.PretrainAsync(model, _set, new LogLlmTrainingOptions { Words = new StageOptions { LearningRate = 1e-3 } });
        using TrainableModel opened = TrainableModel.Open(In("model"));
        Same(model, opened);
        Assert.Equal(model.Score(_set), opened.Score(_set));
    }

    [SkippableFact]
    public void FromPretrained_OfWrongFolders_SaysWhich()
    {
        Pretrained(qwen: false);
        string Refused(string encoder, string decoder) => Assert.Throws<InvalidDataException>(
            () => TrainableModel.FromPretrained(In("model"), In(encoder), In(decoder), TrainingSample.Model, new BundleMessage())).Message;
        Assert.Contains("in this order", Refused("llm", "bert"), StringComparison.Ordinal);
        File.Delete(In("bert/vocab.txt"));
        Assert.Contains("has no tokenizer.json and no vocab.txt", Refused("bert", "llm"), StringComparison.Ordinal);
        _folder.Write("bert/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\nsequence\nis\n");
        File.Move(In("bert/vocab.txt"), In("llm/vocab.txt"));
        File.Move(In("llm/tokenizer.json"), In("bert/tokenizer.json"));
        Assert.Contains("must tell them apart", Refused("bert", "llm"), StringComparison.Ordinal);
    }

    private void Saved()
    {
        using TrainableModel model = TrainingSample.Create(In("model"), _set);
        model.Save();
    }

    /// <summary>Folders as they are hosted: a BERT with a list of words, and a Llama or Qwen with a tokenizer.</summary>
    private (EncoderShape Encoder, DecoderShape Decoder) Pretrained(bool qwen)
    {
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train(
            _set.Messages.Concat(LogLlmPrompt.Texts).Select(text => (text, 100L)), new WordPieceOptions { Size = 300 });
        var encoder = new EncoderShape { Layers = 1, Hidden = 32, Heads = 2, Intermediate = 48, Vocabulary = vocabulary.Tokens.Count, MaxTokens = 24 };
        var decoder = new DecoderShape
        {
            Layers = 2,
            Hidden = 48,
            Heads = 4,
            KeyHeads = 2,
            Intermediate = 64,
            Vocabulary = vocabulary.Tokens.Count,
            MaxRows = 80,
            AttentionBias = qwen,
            TiedEmbeddings = qwen,
        };
        WeightFolder.Write(In("bert"), new ModelConfig(encoder, null), SampleWeights.Encoder(encoder));
        WeightFolder.Write(In("llm"), new ModelConfig(null, decoder), SampleWeights.WholeDecoder(decoder));
        File.WriteAllLines(In("bert/vocab.txt"), vocabulary.Tokens);
        using FileStream file = File.Create(In("llm/tokenizer.json"));
        vocabulary.WriteJson(file);
        return (encoder, decoder);
    }

    private static void Same(TrainableModel one, TrainableModel other)
    {
        foreach (((_, ParameterSet left), (_, ParameterSet right)) in one.Network.Parts.Zip(other.Network.Parts))
        {
            Same(left.ToWeights(), right.ToWeights());
        }
    }

    private static void Same(Dictionary<string, Weight> one, Dictionary<string, Weight> other)
    {
        Assert.Equal(one.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        Assert.All(one, each => Assert.Equal(each.Value.Values, other[each.Key].Values));
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
