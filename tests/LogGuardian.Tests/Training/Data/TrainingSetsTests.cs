using LogGuardian.Evaluation;
using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.TestKit;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Data;

public sealed class TrainingSetsTests : IDisposable
{
    private static readonly BundleMessage Masked = new(MessageMasks.LogLlm);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_DataWithLines_GivesMaskedMessagesAndLabels()
    {
        string data = _folder.Write("app.jsonl", string.Concat(Enumerable.Range(0, 10).Select(i =>
            $$"""{"Content":"{{(i == 3 ? "disk 7 failed" : $"request {i} done")}}","Label":{{(i == 3 ? 1 : 0)}}}""" + "\n")));
        var protocol = new Protocol { Window = new() { Size = 2 }, TrainShare = 0.6 };
        TrainingSet set = await ReadAsync(EvaluationData.Open("jsonl", data), protocol);
        Assert.Equal(["request <*> done", "disk <*> failed"], set.Messages);
        Assert.Equal([[0, 0], [0, 1], [0, 0]], set.Windows.Select(window => window.Messages.ToArray()));
        Assert.Equal([false, true, false], set.Windows.Select(window => window.IsAnomaly));
        Assert.Equal([false, true], set.Windows[1].LineLabels.ToArray());
    }

    [Fact]
    public async Task ReadAsync_DataWithoutLines_GivesTextsOfTemplates()
    {
        _folder.Write("sequences.csv", "Sequence,label\n" + string.Concat(Enumerable.Repeat("1 2 1,0\n2 3,1\n", 5)));
        _folder.Write("templates.csv", "EventId,EventTemplate\nE1,Served block [*]\nE2,Deleting 17 files\nE3,Got exception\n");
        TrainingSet set = await ReadAsync(EvaluationData.Open("hdfs-sequences", _folder.Path), new Protocol { Split = SplitKind.Chronological, TrainShare = 0.8 });
        Assert.Equal(["Served block [*]", "Deleting <*> files", "Got exception"], set.Messages);
        Assert.Equal([0, 1, 0], set.Windows[0].Messages.ToArray());
        Assert.Equal((8, 4), (set.Windows.Count, set.Windows.Count(window => window.IsAnomaly == true)));
    }

    [Fact]
    public async Task AddAsync_Windows_KeepsEachMessageOnce()
    {
        var set = new TrainingSet();
        await set.AddAsync(Windows(), Masked);
        await set.AddAsync(Windows(), Masked, isAnomaly: true);
        Assert.Equal(["a <*>", "b"], set.Messages);
        Assert.Equal([null, null, true, true], set.Windows.Select(window => window.IsAnomaly));
        Assert.Equal([0, 1, 0], set.Windows[1].Messages.ToArray());

        static async IAsyncEnumerable<LogWindow> Windows()
        {
            await Task.CompletedTask;
            yield return new LogWindow(WindowKind.Count, new[] { Logs.Log("t", text: "a 1") });
            yield return new LogWindow(WindowKind.Count, new[] { Logs.Log("t", text: "a 2"), Logs.Log("t", text: "b"), Logs.Log("t", text: "a 3") });
        }
    }

    [Fact]
    public async Task AddJsonLinesAsync_Windows_MasksTheirMessages()
    {
        string path = _folder.Write("w.jsonl", """
            {"messages": ["a 1", "b"], "label": "normal"}

            {"messages": ["a 2"], "label": "anomaly", "note": "seen by Eve"}
            {"messages": ["b"], "label": null}
            {"messages": ["b"]}
            """);
        var set = new TrainingSet();
        await set.AddJsonLinesAsync(path, Masked with { Prefix = "query: " });
        Assert.Equal(["query: a <*>", "query: b"], set.Messages);
        Assert.Equal([false, true, null, null], set.Windows.Select(window => window.IsAnomaly));
    }

    [Theory]
    [InlineData("""{"messages": ["a"], "label": "bad"}""", "The label is 'bad'; it must be normal, anomaly or null.")]
    [InlineData("""{"messages": []}""", "The window has no messages; it must have at least one.")]
    [InlineData("""{"label": "normal"}""", "Write a window as")]
    [InlineData("""{"messages": "a"}""", "Write a window as")]
    [InlineData("""{"messages": ["a"], "label": true}""", "Write a window as")]
    [InlineData("""["a"]""", "Write a window as")]
    [InlineData("{", "Write a window as")]
    public async Task AddJsonLinesAsync_DamagedLine_NamesIt(string line, string message)
    {
        string path = _folder.Write("w.jsonl", """{"messages": ["a"]}""" + "\n" + line);
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => new TrainingSet().AddJsonLinesAsync(path, Masked));
        Assert.StartsWith($"'{path}', line 2: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelledWindows_LineLabels_SayWhichPartIsAnomalous()
    {
        var set = new TrainingSet();
        int[] messages = [set.IndexOf("a"), set.IndexOf("b"), set.IndexOf("c"), set.IndexOf("d"), set.IndexOf("e")];
        for (int i = 0; i < 3; i++)
        {
            set.Add(messages[..1], false);
            set.Add(messages, true, new[] { false, false, false, true, false });
        }

        TrainingWindow[] learned = [.. new LabelledWindows(set, maxMessages: 2, heldBack: 0.1, seed: 1).Learned];
        TrainingWindow[] parts = [.. learned.Where(window => window.LineLabels.Length > 0)];
        Assert.Equal([[0, 1], [2, 3], [4]], parts.Take(3).Select(part => part.Messages.ToArray()));
        Assert.Equal([false, true, false], parts.Take(3).Select(part => part.IsAnomaly));
    }

    private static async Task<TrainingSet> ReadAsync(EvaluationData data, Protocol protocol)
    {
        await foreach (EvaluationSplit split in protocol.SplitsAsync(data, MethodNeeds.Lines))
        {
            return await TrainingSets.ReadAsync(split, Masked);
        }

        throw new InvalidOperationException("There is no split.");
    }
}
