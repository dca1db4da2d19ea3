using System.Diagnostics;
using System.Globalization;
using LogGuardian.Tests.Core.Pipeline;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.TestKit;
using Xunit.Abstractions;

namespace LogGuardian.Tests.Core.State;

public sealed class StateFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("app.state")]
    [InlineData("app.state.gz")]
    public async Task ReadAsync_SavedState_HasSettingsAndScoresTheSame(string name)
    {
        using AnomalyDetector detector = await LearnedAsync(400);
        var file = new StateFile(Path.Combine(_folder.Path, name));
        await file.SaveAsync(detector, new Dictionary<string, string?> { ["window"] = "10", ["format"] = null });
        StateSnapshot snapshot = await file.ReadAsync();
        Assert.Null(snapshot.Problem);
        Assert.Equal([("format", null), ("window", "10")], snapshot.Settings.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        using AnomalyDetector restored = AnomalyDetectorTests.Create().Build();
        await snapshot.RestoreAsync(restored);
        Assert.Equal(await ScoresAsync(detector), await ScoresAsync(restored));
        Assert.Equal([file.Path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task ReadAsync_TenThousandTemplates_AreAllRestored()
    {
        const int Templates = 10_000;
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        await detector.LearnAsync(ListSource.Of("app", Enumerable.Range(0, Templates).Select(Message)));
        var file = new StateFile(Path.Combine(_folder.Path, "large.state"));
        await file.SaveAsync(detector);
        using AnomalyDetector restored = DefaultDetector.Create().Build();
        var watch = Stopwatch.StartNew();
        await (await file.ReadAsync()).RestoreAsync(restored);
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds:N0} ms, {new FileInfo(file.Path).Length >> 10:N0} KiB");
        HashSet<TemplateId> ids = [.. await IdsAsync(detector)];
        Assert.Equal(Templates, ids.Count);
        Assert.Equal(ids, [.. await IdsAsync(restored)]);

        // Words of different lengths and numbers, all letters: no two lines share a template.
        static string Message(int i) => $"{Word(i)} {new string('z', 1 + (i % 40))} {Word(i * 31)} {string.Join(' ', Enumerable.Repeat(Word(i), i % 7))}";
        static string Word(int i) => string.Concat(i.ToString("D5", CultureInfo.InvariantCulture).Select(digit => (char)('g' + digit - '0')));
        async Task<List<TemplateId>> IdsAsync(AnomalyDetector from)
        {
            var all = new List<TemplateId>();
            await foreach (ParsedLog log in from.ParseAsync(ListSource.Of("app", Enumerable.Range(0, Templates).Select(Message))))
            {
                all.Add(log.Template.Id);
            }

            return all;
        }
    }

    [Theory]
    [InlineData("app.state", 0)]
    [InlineData("app.state", 1_000)]
    [InlineData("app.state.gz", 100)]
    public async Task ReadAsync_NewestCutOff_UsesTheOneBeforeAndSaysSo(string name, int length)
    {
        StateFile file = await TwoGenerationsAsync(name);
        await using (FileStream stream = File.OpenWrite(file.Path))
        {
            stream.SetLength(length);
        }

        Assert.Equal("1", (await AssertOldAsync(file)).Settings["generation"]);
    }

    [Fact]
    public async Task ReadAsync_OneDigitChanged_UsesTheOneBefore()
    {
        StateFile file = await TwoGenerationsAsync("app.state");
        string text = await File.ReadAllTextAsync(file.Path);
        string changed = text.Replace("\"generation\":\"2\"", "\"generation\":\"3\"", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        await File.WriteAllTextAsync(file.Path, changed);
        StateSnapshot snapshot = await AssertOldAsync(file);
        Assert.StartsWith("The state is damaged: its checksum is not that of its content. Learn again. The one before it is used, of ", snapshot.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_KilledBetweenTheRenames_UsesTheOneBefore()
    {
        StateFile file = await TwoGenerationsAsync("app.state");
        File.Delete(file.Path);
        Assert.StartsWith("The state is not there. The one before it is used, of ", (await AssertOldAsync(file)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveAsync_DamagedNewest_KeepsTheLastGoodOne()
    {
        StateFile file = await TwoGenerationsAsync("app.state");
        await File.WriteAllTextAsync(file.Path, "half");
        using AnomalyDetector detector = await LearnedAsync(30);
        await file.SaveAsync(detector, new Dictionary<string, string?> { ["generation"] = "3" });
        Assert.Equal("3", (await file.ReadAsync()).Settings["generation"]);
        File.Delete(file.Path);
        Assert.Equal("1", (await file.ReadAsync()).Settings["generation"]);
    }

    [Fact]
    public async Task ReadAsync_NoneThatCanBeUsed_SaysWhy()
    {
        var file = new StateFile(_folder.Write("app.state", """{"kind":"logguardian-state","version":9,"stages":{}}"""));
        var foreign = await Assert.ThrowsAsync<InvalidDataException>(() => file.ReadAsync());
        Assert.Equal("The state has version 9; it must be 1 to 3. Use the release that wrote it, or learn again.", foreign.Message);
        var missing = await Assert.ThrowsAsync<FileNotFoundException>(() => new StateFile(Path.Combine(_folder.Path, "none")).ReadAsync());
        Assert.StartsWith("There is no state '", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveAsync_Cancelled_LeavesWhatWasThere()
    {
        StateFile file = await TwoGenerationsAsync("app.state");
        using AnomalyDetector detector = await LearnedAsync(30);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => file.SaveAsync(detector, null, new CancellationToken(canceled: true)));
        Assert.Equal("2", (await file.ReadAsync()).Settings["generation"]);
        Assert.Equal([file.Path, file.Path + ".previous"], Directory.GetFiles(_folder.Path).Order());
    }

    private static async Task<AnomalyDetector> LearnedAsync(int lines)
    {
        AnomalyDetector detector = AnomalyDetectorTests.Create().Build();
        await detector.LearnAsync(AnomalyDetectorTests.Source(AnomalyDetectorTests.Normal(lines)));
        return detector;
    }

    private static async Task<IEnumerable<float>> ScoresAsync(AnomalyDetector detector) =>
        (await AnomalyDetectorTests.Detect(detector, AnomalyDetectorTests.Source([.. AnomalyDetectorTests.Normal(35), "crash! now", .. AnomalyDetectorTests.Normal(20)])))
            .Select(detection => detection.Score);

    private static async Task<StateSnapshot> AssertOldAsync(StateFile file)
    {
        StateSnapshot snapshot = await file.ReadAsync();
        Assert.EndsWith("; what was learned since then is missing.", snapshot.Problem, StringComparison.Ordinal);
        using AnomalyDetector detector = AnomalyDetectorTests.Create().Build();
        await snapshot.RestoreAsync(detector);
        return snapshot;
    }

    private async Task<StateFile> TwoGenerationsAsync(string name)
    {
        var file = new StateFile(Path.Combine(_folder.Path, name));
        using AnomalyDetector detector = await LearnedAsync(400);
        await file.SaveAsync(detector, new Dictionary<string, string?> { ["generation"] = "1" });
        await file.SaveAsync(detector, new Dictionary<string, string?> { ["generation"] = "2" });
        return file;
    }
}
