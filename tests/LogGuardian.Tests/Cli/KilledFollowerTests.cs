using System.Globalization;
using System.Text;
using System.Text.Json;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli;

/// <summary>
/// A process that follows a growing file and keeps its state is killed at fifty random moments: as it starts, as it reports, and while it writes its state. What it said over all its
/// lives is what one says that was never stopped.
/// </summary>
public sealed class KilledFollowerTests : IDisposable
{
    private const int Kills = 50;
    private const int Lines = 24_000;
    private const string Log = "app.log";
    private const string State = "app.state";
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(2);
    private readonly TempFolder _folder = new();
    private readonly Random _random = new(50);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_KilledAtFiftyRandomMoments_SaysWhatOneThatWasNeverStoppedSays()
    {
        string[] scan = ["scan", Log, "--state", State, "--update-state", "--save-every", "10ms", "--all", "--output", "jsonl"];
        byte[] log = Encoding.UTF8.GetBytes(Noisy(Lines));
        _folder.Write("normal.log", GeneratedLog.Write(6_000, seed: 2));
        Assert.Equal(0, (await CliProcess.RunAsync(_folder.Path, "learn", "normal.log", "--state", State)).Code);
        File.Copy(In(State), In("learned.state"));
        _folder.Write(Log, log);
        string[] expected = Rows((await CliProcess.RunAsync(_folder.Path, scan)).Output);
        string[] expectedTemplates = Templates();
        Assert.Equal(Lines / 100, expected.Length);

        File.Copy(In("learned.state"), In(State), overwrite: true);
        File.WriteAllBytes(In(Log), []);
        var actual = new List<string>();
        int tornSaves = 0;
        for (int i = 0, written = 0; i < Kills; i++)
        {
            int end = (int)((long)log.Length * (i + 1) / Kills);
            (long line, HashSet<string> pending) before = ReadState();
            DateTime started = TimeProvider.System.GetUtcNow().UtcDateTime;
            await using CliProcess run = CliProcess.Start(_folder.Path, [.. scan, "--follow"]);
            using var killed = new CancellationTokenSource();
            Task growing = GrowAsync(log.AsMemory(written..end), killed.Token);
            Task<string> output = ReadAsync(run, out Task reported);
            await SomeMomentAsync(i, started, reported);
            run.Kill();
            (_, string error) = await run.WaitAsync();
            await killed.CancelAsync();
            await growing;
            written = end;
            tornSaves += IsSaving(started) ? 1 : 0;
            string[] rows = Rows(await output);
            CheckRepeats(actual, rows, before, error);
            actual.AddRange(rows);
        }

        (long Line, HashSet<string> Pending) atEnd = ReadState();
        CliResult last = await CliProcess.RunAsync(_folder.Path, scan);

        // Whether there is an anomaly in what is left depends on when it was killed last.
        Assert.InRange(last.Code, 0, 1);
        CheckRepeats(actual, Rows(last.Output), atEnd, last.Error);
        actual.AddRange(Rows(last.Output));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(expectedTemplates, Templates());
        Assert.NotEqual(0, tornSaves);
    }

    /// <summary>What was reported before comes again only where the scan said so: what was reported after the state that it goes on from was written.</summary>
    private static void CheckRepeats(List<string> before, string[] now, (long Line, HashSet<string> Pending) state, string error)
    {
        string[] repeated = [.. now.Intersect(before)];
        if (now.Length > 0 && before.Count > 0)
        {
            Assert.Contains(
                state.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"goes on after line {state.Line:N0}, where its state was written at ") : "was cut off before any line was in its state", error, StringComparison.Ordinal);
            Assert.Contains("comes again", error, StringComparison.Ordinal);
        }

        Assert.All(repeated, row => Assert.True(long.Parse(row.Split(' ')[1], CultureInfo.InvariantCulture) > state.Line || state.Pending.Contains(row.Split(' ')[1]), $"{row} comes again; {error}"));
    }

    /// <summary>What the next start goes on from: the last line that is in the state, and the last lines of windows that were closed and not reported.</summary>
    private (long Line, HashSet<string> Pending) ReadState()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(In(File.Exists(In(State)) ? State : State + ".previous")));
        JsonElement windows = json.RootElement.GetProperty("stages").GetProperty("windows").GetProperty("data");
        if (windows.GetArrayLength() == 0)
        {
            return (0, []);
        }

        JsonElement run = windows[0];
        IEnumerable<JsonElement> pending = run.GetProperty("closed").EnumerateArray().Concat(run.GetProperty("reports").EnumerateArray().Select(report => report.GetProperty("window")));
        return (
            run.GetProperty("positions").EnumerateObject().Select(position => position.Value.GetInt64()).SingleOrDefault(),
            [.. pending.Select(window => window.GetProperty("lines")[window.GetProperty("lines").GetArrayLength() - 1].GetProperty("line").ToString())]);
    }

    private bool IsSaving(DateTime started) => File.GetLastWriteTimeUtc(In(State + ".tmp")) > started;

    /// <summary>Ordinary lines, faults, and words that come up for the first time, so that templates are found and widened all the time.</summary>
    private string Noisy(int lines)
    {
        string[] ordinary = GeneratedLog.Write(lines, seed: 3).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines; i++)
        {
            string time = ordinary[i][..23];
            ordinary[i] = _random.Next(400) switch
            {
                0 => $"{time} ERROR [disk] volume {Word()} is not there",
                1 => $"{time} WARN  [{Word()}] took {_random.Next(9_999)} ms",
                2 => $"{time} INFO  [plugin] {Word()} {Word()} {Word()}",
                _ => ordinary[i],
            };
        }

        return string.Join('\n', ordinary) + "\n";
    }

    private string Word() => string.Concat(Enumerable.Range(0, 6).Select(_ => (char)('a' + _random.Next(26))));

    /// <summary>Writes in pieces that end within lines; all that is left once the reader is dead.</summary>
    private async Task GrowAsync(ReadOnlyMemory<byte> text, CancellationToken killed)
    {
        var random = new Random(text.Length);
        await using var file = new FileStream(In(Log), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        while (text.Length > 0)
        {
            int piece = killed.IsCancellationRequested ? text.Length : Math.Min(text.Length, random.Next(1, 8_000));
            await file.WriteAsync(text[..piece], CancellationToken.None);
            await file.FlushAsync(CancellationToken.None);
            text = text[piece..];
            await Task.Delay(random.Next(60), killed).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>A moment of the first half second, some rows after the first, or one within the writing of the state.</summary>
    private async Task SomeMomentAsync(int kill, DateTime started, Task reported)
    {
        Task patience = Task.Delay(MostPatience);
        switch (kill % 4)
        {
            case 0:
                await Task.Delay(_random.Next(600));
                break;
            case 1:
                await Task.WhenAny(reported, patience);
                await Task.Delay(_random.Next(200));
                break;
            default:
                await Task.WhenAny(reported, patience);
                await Task.Delay(_random.Next(200));
                while (!IsSaving(started) && !patience.IsCompleted)
                {
                    await Task.Delay(1);
                }

                await Task.Delay(_random.Next(4));
                break;
        }
    }

    private static Task<string> ReadAsync(CliProcess run, out Task reported)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        reported = first.Task;
        return ReadAllAsync();

        async Task<string> ReadAllAsync()
        {
            var text = new StringBuilder();
            char[] buffer = new char[4_096];
            for (int read; (read = await run.Output.ReadAsync(buffer)) > 0;)
            {
                text.Append(buffer, 0, read);
                first.TrySetResult();
            }

            return text.ToString();
        }
    }

    /// <summary>Lines, score and templates of each window; the last row may be torn.</summary>
    private static string[] Rows(string output) =>
    [
        .. output.Split('\n').SkipLast(1).Select(row =>
        {
            using var json = JsonDocument.Parse(row);
            JsonElement window = json.RootElement.GetProperty("window");
            return string.Create(CultureInfo.InvariantCulture, $"{window.GetProperty("firstLine")} {window.GetProperty("lastLine")} {json.RootElement.GetProperty("score")} {string.Join(' ', json.RootElement.GetProperty("evidence").EnumerateArray().Select(piece => piece.GetProperty("templateId")))}");
        }),
    ];

    /// <summary>Each template of the state: its id, its text and what it supersedes, in no order.</summary>
    private string[] Templates()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(In(State)));
        JsonElement templates = json.RootElement.GetProperty("stages").GetProperty("templates").GetProperty("data").GetProperty("templates");
        return [.. templates.EnumerateArray().Select(template => $"{template.GetProperty("id")} {template.GetProperty("text")} {string.Join(' ', template.GetProperty("supersedes").EnumerateArray().Select(former => former.GetString()).Order(StringComparer.Ordinal))}")];
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
