using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Objectives;

public sealed class MessageVectorsTests
{
    [SkippableFact]
    public void Of_Kept_AreTheFreshOnes()
    {
        using var tiny = new TinyNetwork(lora: new LoraOptions { Rank = 2, Dropout = 0.5 });
        using var kept = new MessageVectors(tiny.Network, tiny.Tokens, learns: false, edits: 1);
        using IDisposable fixedWeights = no_grad();
        float[] fresh = tiny.Network.Encode([tiny.Tokens[5], tiny.Tokens[1], tiny.Tokens[5]]).data<float>().ToArray();

        // Nothing is left out or edited where nothing learns.
        tiny.Network.IsTraining = true;
        float[] first = kept.Of([5, 1, 5], new Random(1)).data<float>().ToArray();
        Assert.All(fresh.Zip(first), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        tiny.Network.Encoder.Parameters["embeddings.LayerNorm.bias"].add_(1);
        Assert.Equal(first, kept.Of([5, 1, 5], new Random(2)).data<float>().ToArray());
    }

    [SkippableFact]
    public void Of_Kept_DoNotDependOnWhatWasWantedBefore()
    {
        using var tiny = new TinyNetwork();
        using var some = new MessageVectors(tiny.Network, tiny.Tokens, learns: false, edits: 0);
        using var others = new MessageVectors(tiny.Network, tiny.Tokens, learns: false, edits: 0);
        some.Of([1], new Random(1)).Dispose();
        some.Of([2, 5], new Random(1)).Dispose();
        others.Of([5, 4, 3, 0], new Random(1)).Dispose();
        Assert.Equal(Numbers(others, 0, 1, 2, 3, 4, 5, 6), Numbers(some, 0, 1, 2, 3, 4, 5, 6));
    }

    [SkippableFact]
    public void Of_Learning_HasGradientsAndIsFresh()
    {
        using var tiny = new TinyNetwork();
        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: true, edits: 0);
        tiny.Network.Encoder.Parameters.Train(_ => true);
        using Tensor first = vectors.Of([3, 2], new Random(1));
        Assert.True(first.requires_grad);
        using (no_grad())
        {
            tiny.Network.Encoder.Parameters["embeddings.LayerNorm.bias"].add_(1);
        }

        Assert.NotEqual(first.data<float>().ToArray(), Numbers(vectors, 3, 2));
    }

    [SkippableFact]
    public void Of_Edited_ChangesTheMiddleOnly()
    {
        using var tiny = new TinyNetwork(firstToken: true);
        using var plain = new MessageVectors(tiny.Network, tiny.Tokens, learns: true, edits: 0);
        using var edited = new MessageVectors(tiny.Network, tiny.Tokens, learns: true, edits: 1);

        // Too short to be edited: a word between both ends.
        int shortOne = Enumerable.Range(0, 7).First(i => tiny.Tokens[i].Length < 5), longOne = Enumerable.Range(0, 7).MaxBy(i => tiny.Tokens[i].Length);
        Assert.Equal(Numbers(plain, shortOne), Numbers(edited, shortOne));
        float[][] seen = [.. Enumerable.Range(0, 20).Select(seed => Numbers(edited, seed, longOne))];
        Assert.True(seen.Select(numbers => string.Join(' ', numbers)).Distinct().Count() > 10);
        Assert.Equal(seen[3], Numbers(edited, 3, longOne));
    }

    [Fact]
    public void Edited_KeepsTheEnds()
    {
        int[] original = [.. Enumerable.Range(100, 12)];
        int changed = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            int[] ids = MessageVectors.Edited(original, new Random(seed));
            Assert.Equal((100, 111), (ids[0], ids[^1]));
            Assert.InRange(ids.Length, 10, 12);
            Assert.All(ids[1..^1], id => Assert.InRange(id, 101, 110));
            changed += ids.SequenceEqual(original) ? 0 : 1;
        }

        Assert.InRange(changed, 450, 500);
        Assert.Equal(Enumerable.Range(100, 12), original);
    }

    private static float[] Numbers(MessageVectors vectors, params int[] messages) => Numbers(vectors, 1, messages);

    private static float[] Numbers(MessageVectors vectors, int seed, int[] messages)
    {
        using IDisposable scope = NewDisposeScope();
        return vectors.Of(messages, new Random(seed)).data<float>().ToArray();
    }

    private static float[] Numbers(MessageVectors vectors, int seed, int message) => Numbers(vectors, seed, [message]);
}
