using System.Text;
using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

[Collection(LearningGroup.Name)]
public sealed class DistillationTests(TeacherFixture teacher)
{
    private static readonly StageOptions Vectors = new() { Epochs = 60, LearningRate = 3e-3 };
    private static readonly DistillationOptions Quick = new() { Vectors = Vectors, Answers = new() { Epochs = 25, LearningRate = 5e-3 }, Loop = TeacherFixture.Loop };

    [Fact]
    public async Task Student_OfWindowsWithoutLabels_AnswersAsItsTeacher()
    {
        Assert.InRange(teacher.Measured[HeldBackMetrics.F1], 0.9, 1);
        using TrainableModel model = teacher.Open();
        string before = TeacherFixture.HashOf(model.Network);
        TrainingSet set = TinySystem.Windows(300, seed: 2, labelled: false);
        var options = new TrainableModelOptions
        {
            Encoder = TeacherFixture.Encoder with { Hidden = 16, Intermediate = 32 },
            Decoder = TeacherFixture.Decoder with { Hidden = 16, Intermediate = 32 },
            MaxMessages = 12,
        };
        using TrainableModel student = TrainableModel.Create(teacher.Fresh(), model, options);
        DistillationReport report = await Distillation.DistillAsync(model, student, set, Quick);
        Assert.Equal(30, report.HeldBack);
        Assert.InRange(report.Agreement, 0.9, 1);
        Assert.InRange(report.VectorCosine, 0.9, 1);
        Assert.InRange(report.StudentF1, 0.85, 1);
        Assert.Equal(before, TeacherFixture.HashOf(model.Network));

        // Of other windows, after it was saved and opened.
        TrainingSet other = TinySystem.Windows(100, seed: 3);
        using TrainableModel opened = TrainableModel.Open(student.Folder);
        Assert.InRange(TinySystem.Right(other, opened.Score(other)), 0.9, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PooledStudent_AsABundle_IsReadByTheDetectorOfLogLlm(bool quantized)
    {
        using TrainableModel model = teacher.Open();
        TrainingSet set = TinySystem.Windows(300, seed: 2);
        using PooledModel student = PooledModel.Create(teacher.Fresh(), model, new PooledModelOptions { Encoder = TeacherFixture.Encoder, Width = 16, MaxMessages = 12 });
        DistillationReport report = await Distillation.DistillAsync(model, student, set, Quick);
        Assert.InRange(report.Agreement, 0.9, 1);
        Assert.InRange(report.StudentF1, 0.9, 1);

        TrainingSet other = TinySystem.Windows(100, seed: 3);
        using PooledModel opened = PooledModel.Open(student.Folder);
        IReadOnlyList<float> scores = opened.Score(other);
        Assert.Equal(student.Score(other), scores);
        Assert.InRange(TinySystem.Right(other, scores), 0.95, 1);

        string path = teacher.Fresh();
        await ModelExport.WriteAsync(opened, path, new ModelExportOptions { Sample = other, Quantized = quantized });
        using ModelBundle bundle = ModelBundle.Open(path);
        Assert.True(File.Exists(Path.Combine(path, "decoder.onnx")));
        Assert.Null(bundle.Manifest.Prompt);
        Assert.True(bundle.Manifest.Calibration.Fitted);
        Assert.Equal(12, bundle.Manifest.Window.MaxMessages);
        IDetector detector = bundle.CreateLogLlm();
        using var owner = (IDisposable)detector;
        float[] odds = new float[other.Windows.Count];
        await detector.ScoreAsync(other.Windows.Select(window => WindowOf(other, window)).ToArray(), odds);
        for (int i = 0; i < odds.Length; i++)
        {
            Assert.Equal(Math.Clamp(scores[i], -20, 20), Math.Log(odds[i]), quantized ? 1 : 0.01);
        }
    }

    [Fact]
    public async Task LongWindow_OfAPooledModel_IsReadInPartsOfWhichTheStrangestCounts()
    {
        using TrainableModel model = teacher.Open();
        using PooledModel student = PooledModel.Create(teacher.Fresh(), model, new PooledModelOptions { Encoder = TeacherFixture.Encoder, Width = 16, MaxMessages = 4 });
        await Distillation.DistillAsync(model, student, TinySystem.Windows(50, seed: 4), Quick with { Vectors = new() { Epochs = 0 }, Answers = new() { Epochs = 1 } });
        var set = new TrainingSet();
        string[] messages = [.. TinySystem.Healthy[..4], TinySystem.Failures[0], TinySystem.Healthy[5]];
        set.Add(messages, null);
        set.Add(messages[..4], null);
        set.Add(messages[4..], null);
        IReadOnlyList<float> scores = student.Score(set);
        Assert.Equal(Math.Max(scores[1], scores[2]), scores[0], 1e-4f);
        Assert.NotEqual(scores[1], scores[2]);
    }

    [Fact]
    public void Windows_ThatAreEqual_AreLearnedAFewTimes_AndHeldBackAsOftenAsTheyCome()
    {
        using TrainableModel model = teacher.Open();
        var set = new TrainingSet();
        for (int i = 0; i < 100; i++)
        {
            set.Add([TinySystem.Healthy[0]], i % 2 == 0 ? false : null);
        }

        var windows = new DistillationWindows(model, model, set, Quick with { MaxRepeats = 3 });
        Assert.Equal((6, 6, 10), (windows.Learned.Count, windows.LearnedOdds.Length, windows.Held.Count));
    }

    [Fact]
    public async Task Folder_OfTheOtherKind_IsNotOpened()
    {
        using TrainableModel model = teacher.Open();
        using PooledModel pooled = PooledModel.Create(teacher.Fresh(), TinySystem.Windows(20, seed: 5), new PooledModelOptions { Encoder = TeacherFixture.Encoder, Vocabulary = 256 }, model.Message);
        pooled.Save();
        Assert.Contains("Open it with PooledModel.Open", Assert.Throws<InvalidDataException>(() => TrainableModel.Open(pooled.Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("Open a model with a decoder", Assert.Throws<InvalidDataException>(() => PooledModel.Open(model.Folder)).Message, StringComparison.Ordinal);
        var one = new TrainingSet();
        one.Add([TinySystem.Healthy[0]], null);
        var e = await Assert.ThrowsAsync<TrainingException>(() => Distillation.DistillAsync(model, pooled, one));
        Assert.Contains("The set has 1 windows; a student needs at least 2", e.Message, StringComparison.Ordinal);
    }

    private static LogWindow WindowOf(TrainingSet set, TrainingWindow window) => new(
        WindowKind.Count,
        window.Messages.ToArray().Select((message, i) =>
        {
            byte[] content = Encoding.UTF8.GetBytes(set.Messages[message]);
            return new ParsedLog(new LogLine("test", i + 1, content), content, LogTemplate.Unseen, default);
        }).ToArray());
}
