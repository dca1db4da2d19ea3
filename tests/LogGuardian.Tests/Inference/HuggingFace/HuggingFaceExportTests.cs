using System.Globalization;
using System.Runtime.InteropServices;
using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Inference.LogLlm;
using LogGuardian.Tests.TestKit;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LogGuardian.Tests.Inference.HuggingFace;

/// <summary>Models as Hugging Face's code exports them run in bundles as they are, and compute what they computed there.</summary>
public sealed class HuggingFaceExportTests : IDisposable
{
    private const int Normal = 17;
    private const int Anomalous = 42;
    private const int MaxMessages = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("huggingface-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert")]
    [InlineData("xlm-roberta")]
    [InlineData("modernbert")]
    public async Task Encoder_OfAFamily_GivesItsVectors(string family)
    {
        var model = new HuggingFaceModel(family);
        using var session = new InferenceSession(model.Onnx);
        long[] ids = model.Ids("ids");
        long[] mask = model.Ids("mask");
        float[] hidden = Hidden(session, ids, mask, model.Rows);
        float[] wanted = model.Numbers("hidden");
        for (int i = 0; i < ids.Length; i++)
        {
            // What stands where nothing is does not matter to anybody.
            if (mask[i] == 1)
            {
                HuggingFaceModel.Near(wanted.AsSpan(i * HuggingFaceModel.Hidden, HuggingFaceModel.Hidden), hidden.AsSpan(i * HuggingFaceModel.Hidden, HuggingFaceModel.Hidden), 1e-5);
            }
        }

        File.Copy(model.Onnx, Path.Combine(_folder, "encoder.onnx"));
        BundleWriter.Write(_folder, Manifest());
        using ModelBundle bundle = ModelBundle.Open(_folder);
        bundle.Verify();
        using MessageEncoder encoder = bundle.CreateEncoder();
        string[] messages = [.. Enumerable.Range(1, 12).Select(count => string.Join(' ', Enumerable.Range(0, count).Select(at => Word(5 + (((count * 7) + (at * 11)) % 91)))))];
        float[] vectors = new float[messages.Length * HuggingFaceModel.Hidden];
        await encoder.EncodeAsync(messages.Select((text, i) => Logs.Log(text, i + 1)).ToArray(), vectors);
        for (int i = 0; i < messages.Length; i++)
        {
            HuggingFaceModel.Near(Pooled(session, messages[i]), vectors.AsSpan(i * HuggingFaceModel.Hidden, HuggingFaceModel.Hidden), 1e-5);
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-linear")]
    [InlineData("qwen2")]
    [InlineData("phi3")]
    [InlineData("gemma2")]
    public async Task Decoder_OfAFamily_GivesItsOdds(string family)
    {
        var model = new HuggingFaceModel(family);
        using var session = new InferenceSession(model.Onnx);
        int rows = model.Numbers("embeddings").Length / model.Rows / HuggingFaceModel.Hidden;
        HuggingFaceModel.Near(model.Numbers("logits"), Logits(session, model.Numbers("embeddings"), model.Rows, rows), 2e-5);

        using var encoder = new InferenceSession(new HuggingFaceModel("bert").Onnx);
        File.Copy(new HuggingFaceModel("bert").Onnx, Path.Combine(_folder, "encoder.onnx"));
        File.Copy(model.Onnx, Path.Combine(_folder, "decoder.onnx"));
        ProjectorWeights projector = ProjectorWeights.Random(HuggingFaceModel.Hidden, HuggingFaceModel.Hidden, 1, seed: 3);
        projector.ToGraph().Save(Path.Combine(_folder, "projector.onnx"));
        float[] prompt = Matrix.Random(new Random(4), 5, HuggingFaceModel.Hidden, 1).Values;
        File.WriteAllBytes(Path.Combine(_folder, "prompt.f32"), MemoryMarshal.AsBytes(prompt.AsSpan()).ToArray());
        BundleWriter.Write(_folder, Manifest() with
        {
            Projector = new BundleProjector { File = "projector.onnx" },
            Decoder = new BundleDecoder { File = "decoder.onnx", Hidden = HuggingFaceModel.Hidden, Vocabulary = HuggingFaceModel.Vocabulary },
            Prompt = new BundlePrompt { Before = "before", After = "after", Rows = "prompt.f32", RowsBefore = 3, RowsAfter = 2 },
            Answer = new BundleAnswer { Normal = Normal, Anomalous = Anomalous },
            Window = new BundleWindow(MaxMessages),
        });
        using ModelBundle bundle = ModelBundle.Open(_folder);
        bundle.Verify();
        IDetector detector = bundle.CreateLogLlm();
        using var _ = (IDisposable)detector;
        foreach (int count in new[] { 1, 7, MaxMessages })
        {
            string[] messages = [.. Enumerable.Range(0, count).Select(i => $"{Word(5 + (i * 3))} {Word(90 - i)} {Word(40 + count)}")];
            float[] read = [.. prompt[..(3 * HuggingFaceModel.Hidden)], .. messages.SelectMany(text => Project(projector, Pooled(encoder, text))), .. prompt[(3 * HuggingFaceModel.Hidden)..]];
            float[] last = Logits(session, read, 1, count + 5)[^HuggingFaceModel.Vocabulary..];
            float[] scores = new float[1];
            await detector.ScoreAsync(new[] { LogLlmBundle.Window(messages) }, scores);
            Assert.Equal(last[Anomalous] - last[Normal], Math.Log(scores[0]), 1e-3);
        }
    }

    private static string Word(int id) => string.Create(CultureInfo.InvariantCulture, $"w{id}");

    private static float[] Project(ProjectorWeights projector, float[] vector) =>
        [.. ReferenceModel.Project(projector, Array.ConvertAll(vector, value => (double)value)).Select(value => (float)value)];

    /// <summary>The mean over the tokens of a message at length 1, computed without a bundle.</summary>
    private static float[] Pooled(InferenceSession session, string message)
    {
        long[] ids = [2, .. message.Split(' ').Select(word => long.Parse(word.AsSpan(1), CultureInfo.InvariantCulture)), 3];
        float[] hidden = Hidden(session, ids, Array.ConvertAll(ids, _ => 1L), 1);
        float[] mean = new float[HuggingFaceModel.Hidden];
        for (int i = 0; i < hidden.Length; i++)
        {
            mean[i % mean.Length] += hidden[i] / ids.Length;
        }

        float length = MathF.Sqrt(mean.Sum(value => value * value));
        return Array.ConvertAll(mean, value => value / length);
    }

    private static float[] Hidden(InferenceSession session, long[] ids, long[] mask, int rows)
    {
        int[] shape = [rows, ids.Length / rows];
        List<NamedOnnxValue> inputs =
        [
            NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(ids, shape)),
            NamedOnnxValue.CreateFromTensor("attention_mask", new DenseTensor<long>(mask, shape)),
        ];
        if (session.InputMetadata.ContainsKey("token_type_ids"))
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("token_type_ids", new DenseTensor<long>(new long[ids.Length], shape)));
        }

        using var outputs = session.Run(inputs);
        return [.. outputs[0].AsEnumerable<float>()];
    }

    private static float[] Logits(InferenceSession session, float[] embeddings, int windows, int rows)
    {
        List<NamedOnnxValue> inputs =
        [
            NamedOnnxValue.CreateFromTensor("inputs_embeds", new DenseTensor<float>(embeddings, [windows, rows, HuggingFaceModel.Hidden])),
            NamedOnnxValue.CreateFromTensor("attention_mask", new DenseTensor<long>(Enumerable.Repeat(1L, windows * rows).ToArray(), [windows, rows])),
        ];
        if (session.InputMetadata.ContainsKey("position_ids"))
        {
            long[] positions = [.. Enumerable.Range(0, windows * rows).Select(i => (long)(i % rows))];
            inputs.Add(NamedOnnxValue.CreateFromTensor("position_ids", new DenseTensor<long>(positions, [windows, rows])));
        }

        using var outputs = session.Run(inputs);
        return [.. outputs[0].AsEnumerable<float>()];
    }

    private BundleManifest Manifest()
    {
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(5, HuggingFaceModel.Vocabulary - 5).Select(Word)];
        File.WriteAllLines(Path.Combine(_folder, "vocab.txt"), tokens);
        return new BundleManifest
        {
            Name = "huggingface",
            Message = new BundleMessage(MessageMasks.None),
            Tokenizer = new BundleTokenizer("vocab.txt", TokenizerKind.WordPiece, MaxTokens: 24),
            Encoder = new BundleEncoder("encoder.onnx", HuggingFaceModel.Hidden),
        };
    }
}
