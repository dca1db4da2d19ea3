using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Models;

[Collection(TorchTests.Name)]
public sealed class DropoutTests
{
    public static TheoryData<string> Layers => [.. Reads.Keys];

    private static Dictionary<string, Func<TinyNetwork, Tensor>> Reads { get; } = new()
    {
        ["encoder"] = tiny => tiny.Network.Encode([tiny.Tokens[0], tiny.Tokens[2]]),
        ["decoder"] = tiny => tiny.Network.Decoder.Read(ones(1, 3, 16)),
    };

    [SkippableTheory]
    [MemberData(nameof(Layers))]
    public void Layers_LeaveNumbersOut_OnlyWhileTraining(string layers)
    {
        using var tiny = new TinyNetwork();
        using IDisposable fixedWeights = no_grad();
        float[] Read() => Reads[layers](tiny).data<float>().ToArray();
        float[] whole = Read();
        tiny.Network.IsTraining = true;
        Assert.Equal(whole, Read());
        tiny.Network.Dropout = 0.3;
        Assert.NotEqual(whole, Read());
        Assert.NotEqual(Read(), Read());
        tiny.Network.IsTraining = false;
        Assert.Equal(whole, Read());
    }

    [SkippableFact]
    public async Task Training_LeavesNumbersOut_WhileItLearnsToAnswerAlone()
    {
        TorchTests.Require();
        using var folder = new TempFolder();
        TrainingSet set = TrainingSample.Windows(40);
        using TrainableModel plain = TrainingSample.Create(Path.Combine(folder.Path, "plain"), set), dropped = TrainingSample.Create(Path.Combine(folder.Path, "dropped"), set);
        LogLlmTrainingOptions options = TrainingSample.Everything with { EncoderLora = null, DecoderLora = null, Dropout = 0 };
        await LogLlmTraining.PretrainAsync(plain, set, options);
        await LogLlmTraining.PretrainAsync(dropped, set, options with { Dropout = 0.4 });
        Assert.Equal(plain.Score(set), dropped.Score(set));
        await LogLlmTraining.TrainAsync(plain, set, options);
        await LogLlmTraining.TrainAsync(dropped, set, options with { Dropout = 0.4 });
        Assert.NotEqual(plain.Score(set), dropped.Score(set));

        // What learns next with the same model has options of its own.
        Assert.All(dropped.Network.Parts, part => Assert.Equal(0, part.Weights.Dropout));
    }

    [SkippableFact]
    public void Drop_KeepsTheMean()
    {
        using var tiny = new TinyNetwork();
        tiny.Network.IsTraining = true;
        tiny.Network.Dropout = 0.25;
        float[] dropped = tiny.Network.Decoder.Parameters.Drop(ones(40_000)).data<float>().ToArray();
        Assert.Equal([0, 4 / 3f], dropped.Distinct().Order());
        Assert.Equal(0.25, dropped.Count(value => value == 0) / 40_000.0, 0.02);
    }
}
