using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Cli;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.LogLlm;

/// <summary>Whatever is wrong with a file of a model, whoever opens it hears which file it is, and Torch is not asked to make sense of it.</summary>
[Collection(TorchTests.Name)]
public sealed class DamagedModelTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TrainingSet _set = TrainingSample.Windows(40);

    public DamagedModelTests() => TorchTests.Require();

    private string Model => Path.Combine(_folder.Path, "model");

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("half")]
    [InlineData("noise")]
    [InlineData("another's")]
    public async Task Open_AnyFileDamaged_NamesIt(string damage)
    {
        Make(Model);
        string other = Path.Combine(_folder.Path, "other");
        using (var wider = TrainableModel.Create(other, _set, TrainingSample.Model with { Encoder = TrainingSample.Model.Encoder with { Hidden = 64 }, Decoder = TrainingSample.Model.Decoder with { Hidden = 64 }, Vocabulary = 300 }, new BundleMessage(MessageMasks.LogLlm)))
        {
            wider.Save();
        }

        string[] files = [.. Directory.EnumerateFiles(Model, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Model, file)).Order(StringComparer.Ordinal)];
        Assert.True(files.Length >= 6, string.Join(' ', files));
        List<string> wrong = [];
        foreach (string file in files)
        {
            string path = Path.Combine(Model, file);
            byte[] before = File.ReadAllBytes(path);
            if (damage == "another's" && File.ReadAllBytes(Path.Combine(other, file)).SequenceEqual(before))
            {
                continue;
            }

            if (damage == "gone")
            {
                File.Delete(path);
            }
            else
            {
                byte[] noise = new byte[before.Length];
                new Random(1).NextBytes(noise);
                File.WriteAllBytes(path, damage switch { "empty" => [], "half" => before[..(before.Length / 2)], "noise" => noise, _ => File.ReadAllBytes(Path.Combine(other, file)) });
            }

            if (Complaint(() => TrainableModel.Open(Model).Dispose()) is { } complaint)
            {
                wrong.Add($"{file}: {complaint}");
            }

            if (files[0] == file)
            {
                CliResult said = await CliRunner.RunAsync("model", "export", "--model", Model, "--out", Path.Combine(_folder.Path, "bundle"));
                Assert.NotEqual(0, said.Code);
                Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
            }

            File.WriteAllBytes(path, before);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        TrainableModel.Open(Model).Dispose();
    }

    /// <summary>Null when the model is refused as it should be.</summary>
    private static string? Complaint(Action open)
    {
        try
        {
            open();
            return "It was opened.";
        }
        catch (Exception e)
        {
            return e is InvalidDataException or IOException && e.Message.Length > 20 ? null : e.ToString();
        }
    }

    private void Make(string folder)
    {
        using TrainableModel model = TrainingSample.Create(folder, _set);
        model.Save();
    }
}
