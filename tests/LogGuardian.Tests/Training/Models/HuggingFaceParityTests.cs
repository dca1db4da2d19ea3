using LogGuardian.Tests.Inference.HuggingFace;
using LogGuardian.Tests.Training.Torch;
using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Models;

/// <summary>Models that Hugging Face's code wrote compute here what they computed there.</summary>
public sealed class HuggingFaceParityTests
{
    [SkippableFact]
    public void Encoder_OfBert_GivesItsVectors()
    {
        _ = TorchFolders.Find();
        TorchRuntime.EnsureLoaded();
        using IDisposable scope = NewDisposeScope();
        var model = new HuggingFaceModel("bert");
        using WeightFolder weights = WeightFolder.Open(model.Folder);
        using var random = new Generator(1);
        using var encoder = new TextEncoder(weights.Config.Encoder!, CPU, random);
        encoder.Parameters.Load(weights.ReadAll());
        long[] ids = model.Ids("ids");
        long[] mask = model.Ids("mask");
        long[] shape = [model.Rows, ids.Length / model.Rows];
        float[] hidden = encoder.Encode(tensor(ids, shape), tensor(Array.ConvertAll(mask, value => value == 1), shape)).data<float>().ToArray();
        float[] wanted = model.Numbers("hidden");
        for (int i = 0; i < ids.Length; i++)
        {
            if (mask[i] == 1)
            {
                HuggingFaceModel.Near(wanted.AsSpan(i * HuggingFaceModel.Hidden, HuggingFaceModel.Hidden), hidden.AsSpan(i * HuggingFaceModel.Hidden, HuggingFaceModel.Hidden), 1e-5);
            }
        }
    }

    [SkippableTheory]
    [InlineData("llama")]
    [InlineData("llama-linear")]
    [InlineData("qwen2")]
    public void Decoder_OfAFamily_GivesItsLogits(string family)
    {
        _ = TorchFolders.Find();
        TorchRuntime.EnsureLoaded();
        using IDisposable scope = NewDisposeScope();
        var model = new HuggingFaceModel(family);
        using WeightFolder weights = WeightFolder.Open(model.Folder);
        using var random = new Generator(1);
        using var decoder = new CausalDecoder(weights.Config.Decoder!, CPU, random);
        decoder.Parameters.Load(weights.ReadAll());
        float[] rows = model.Numbers("embeddings");
        long[] ids = model.Ids("ids");
        long length = ids.Length / model.Rows;
        Tensor ofRows = decoder.Logits(decoder.Read(tensor(rows, [model.Rows, length, HuggingFaceModel.Hidden])));
        Tensor ofIds = decoder.Logits(decoder.Read(decoder.Embed(tensor(ids, [model.Rows, length]))));
        HuggingFaceModel.Near(model.Numbers("logits"), ofRows.data<float>().ToArray(), 1e-5);
        HuggingFaceModel.Near(model.Numbers("logitsOfIds"), ofIds.data<float>().ToArray(), 1e-5);
    }
}
