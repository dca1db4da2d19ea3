using System.Text.Json;
using LogGuardian.Tests.Conventions;

namespace LogGuardian.Tests.Inference.HuggingFace;

/// <summary>A tiny model that Hugging Face's code made, and what it computed there; see eng/huggingface-fixtures.py.</summary>
internal sealed class HuggingFaceModel
{
    public const int Vocabulary = 96;
    public const int Hidden = 32;
    private static readonly string Root = Path.Combine(Repository.Root, "tests", "LogGuardian.Tests", "Fixtures", "huggingface");
    private readonly JsonElement _computed;

    public HuggingFaceModel(string name)
    {
        Folder = Path.Combine(Root, name);
        Onnx = Path.Combine(Root, name + ".onnx");
        _computed = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, name + ".json"))).RootElement;
    }

    /// <summary>What <c>save_pretrained</c> wrote.</summary>
    public string Folder { get; }

    /// <summary>What <c>torch.onnx.export</c> wrote.</summary>
    public string Onnx { get; }

    public int Rows => _computed.GetProperty("rows").GetInt32();

    public long[] Ids(string name) => [.. _computed.GetProperty(name).EnumerateArray().Select(value => value.GetInt64())];

    public float[] Numbers(string name) => [.. _computed.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    /// <summary>Numbers of two, which are near each other.</summary>
    public static void Near(ReadOnlySpan<float> wanted, ReadOnlySpan<float> found, double tolerance)
    {
        Assert.Equal(wanted.Length, found.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.True(Math.Abs(wanted[i] - found[i]) <= tolerance * Math.Max(1, Math.Abs(wanted[i])), $"number {i} is {found[i]}; it must be {wanted[i]}");
        }
    }
}
