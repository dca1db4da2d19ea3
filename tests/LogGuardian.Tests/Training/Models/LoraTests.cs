using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Models;

[Collection(TorchTests.Name)]
public sealed class LoraTests
{
    private static readonly LoraOptions Lora = new() { Rank = 3, Alpha = 6, Dropout = 0.5 };

    [SkippableFact]
    public void Adapt_AtFirst_ChangesNothing()
    {
        using var tiny = new TinyNetwork();
        float[] before = Scores(tiny);
        Adapt(tiny, Lora);
        Assert.Equal(before, Scores(tiny));
        string[] names = [.. tiny.Network.Parts.SelectMany(part => part.Weights.All.Keys).Where(ParameterSet.IsAdapter)];
        Assert.Equal(8, names.Length);
        Assert.Contains("model.layers.0.self_attn.v_proj.lora_A.weight", names);
        Assert.Contains("encoder.layer.0.attention.self.query.lora_B.weight", names);
        Assert.Equal([3, 16], tiny.Network.Decoder.Parameters["model.layers.0.self_attn.v_proj.lora_A.weight"].shape);
        Assert.Equal([8, 3], tiny.Network.Decoder.Parameters["model.layers.0.self_attn.v_proj.lora_B.weight"].shape);
    }

    [SkippableFact]
    public void Adapt_Twice_LeavesTheFirst()
    {
        using var tiny = new TinyNetwork(lora: Lora);
        float[] before = Scores(tiny);
        Adapt(tiny, Lora with { Rank = 5, Alpha = 50 });
        Assert.Equal(before, Scores(tiny));
        Assert.Equal(3, tiny.Network.Decoder.Parameters["model.layers.0.self_attn.v_proj.lora_A.weight"].shape[0]);
    }

    [SkippableFact]
    public void ToWeights_OfAdapted_IsTheSameModel()
    {
        using var adapted = new TinyNetwork(lora: Lora);
        using var merged = new TinyNetwork();
        float[] plain = Scores(merged);
        merged.Network.Encoder.Parameters.Load(adapted.Network.Encoder.Parameters.ToWeights());
        merged.Network.Decoder.Parameters.Load(adapted.Network.Decoder.Parameters.ToWeights());
        Assert.DoesNotContain(adapted.Network.Decoder.Parameters.ToWeights().Keys, ParameterSet.IsAdapter);
        Assert.All(Scores(adapted).Zip(Scores(merged)), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
        Assert.All(plain.Zip(Scores(merged)), pair => Assert.True(Math.Abs(pair.First - pair.Second) > 1e-3));
    }

    [SkippableFact]
    public void Dropout_LeavesInputsOut_OnlyWhileTraining()
    {
        using var tiny = new TinyNetwork(lora: Lora);
        using IDisposable fixedWeights = no_grad();
        using Tensor x = ones(64, 16);
        ParameterSet part = tiny.Network.Decoder.Parameters;
        float[] Dense() => part.Dense(x, "model.layers.0.self_attn.q_proj").data<float>().ToArray();
        float[] whole = Dense();
        Assert.Equal(whole, Dense());
        tiny.Network.IsTraining = true;
        Assert.NotEqual(whole, Dense());
        Assert.NotEqual(Dense(), Dense());

        // What is left counts for what is out: the mean stays.
        float[] mean = [.. Enumerable.Range(0, 200).Select(_ => Dense()).Aggregate(new float[16], (sum, some) => [.. sum.Select((value, i) => value + some.Where((_, at) => at % 16 == i).Average() / 200)])];
        Assert.All(mean.Zip(whole), pair => Assert.Equal(pair.Second, pair.First, 0.05));
        tiny.Network.IsTraining = false;
        Assert.Equal(whole, Dense());
    }

    [SkippableFact]
    public void Load_OfAnotherShape_SaysWhich()
    {
        using var tiny = new TinyNetwork();
        Dictionary<string, Weight> weights = tiny.Network.Projector.ToWeights();
        weights["weight"] = new Weight([2, 2], new float[4]);
        Assert.Contains("weight: the weights have [2, 2]; the model wants [16, 16]", Assert.Throws<InvalidDataException>(() => tiny.Network.Projector.Load(weights)).Message, StringComparison.Ordinal);
        weights.Remove("weight");
        Assert.Contains("none of that name", Assert.Throws<InvalidDataException>(() => tiny.Network.Projector.Load(weights)).Message, StringComparison.Ordinal);
    }

    private static void Adapt(TinyNetwork tiny, LoraOptions lora)
    {
        using var random = new Generator(2);
        tiny.Network.Encoder.Parameters.Adapt(lora, random);
        tiny.Network.Decoder.Parameters.Adapt(lora, random);
    }

    private static float[] Scores(TinyNetwork tiny) => new WindowScores(new TinyWindowModel(tiny, 12), tiny.Tokens).Of(TinyNetwork.Windows);
}
