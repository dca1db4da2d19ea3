using System.Globalization;
using System.Text.Json;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli;

/// <summary>A process that is killed while it keeps its state leaves one that the next start uses.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private const int Kills = 8;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_KilledWhileItSaves_GoesOnAndSaysWhatComesAgain()
    {
        _folder.Write("normal.log", GeneratedLog.Write(6_000, seed: 2));
        _folder.Write("app.log", GeneratedLog.Write(60_000, faultAt: 501) + GeneratedLog.Write(60_000, faultAt: 30_001, seed: 3));
        string[] scan = ["scan", "app.log", "--state", "app.state", "--update-state", "--save-every", "100ms", "--output", "jsonl"];
        Assert.Equal(0, (await CliProcess.RunAsync(_folder.Path, "learn", "normal.log", "--state", "app.state")).Code);
        File.Copy(Path.Combine(_folder.Path, "app.state"), Path.Combine(_folder.Path, "learned.state"));
        string[] expected = Windows((await CliProcess.RunAsync(_folder.Path, scan)).Output);
        Assert.NotEmpty(expected);

        File.Copy(Path.Combine(_folder.Path, "learned.state"), Path.Combine(_folder.Path, "app.state"), overwrite: true);
        var actual = new List<string>();
        bool hasEnded = false;
        for (int i = 0; i < Kills && !hasEnded; i++)
        {
            await using CliProcess run = CliProcess.Start(_folder.Path, scan);
            Task<string> output = run.Output.ReadToEndAsync();
            await Task.WhenAny(output, Task.Delay(400 + (90 * i)));
            run.Kill();
            (int code, string error) = await run.WaitAsync();
            CheckRepeats(actual, Windows(await output), error);
            hasEnded = code == 1;
        }

        if (!hasEnded)
        {
            CliResult last = await CliProcess.RunAsync(_folder.Path, scan);
            Assert.Equal(1, last.Code);
            CheckRepeats(actual, Windows(last.Output), last.Error);
        }

        Assert.Equal(expected, actual.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Scan_KilledBeforeItsFirstSave_SaysThatItsReportsComeAgain()
    {
        await LearnAsync();
        _folder.Write("app.log", GeneratedLog.Write(2_000, faultAt: 501));
        await KillOnceItReportedAsync("1h");

        CliResult next = await CliProcess.RunAsync(_folder.Path, "scan", "app.log", "--state", "app.state", "--update-state");

        Assert.Equal(1, next.Code);
        Assert.Contains("A scan of 'app.log' was cut off before any line was in its state. What it reported comes again where it is scanned again.", next.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cut off", (await CliProcess.RunAsync(_folder.Path, "scan", "app.log", "--state", "app.state", "--update-state")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_FileWasReplacedWhileItWasDead_ReadsTheNewOneWholeAndSaysWhatIsMissing()
    {
        await LearnAsync();
        _folder.Write("app.log", GeneratedLog.Write(2_000, faultAt: 501));
        await KillOnceItReportedAsync("1ms");
        _folder.Write("app.log", GeneratedLog.Write(4_000, faultAt: 201, seed: 5));

        CliResult next = await CliProcess.RunAsync(_folder.Path, "scan", "app.log", "--state", "app.state", "--update-state", "--output", "jsonl");

        Assert.Contains("'app.log' has another first line than the file that was scanned to line ", next.Error, StringComparison.Ordinal);
        Assert.Contains(Windows(next.Output), window => window.StartsWith("201 300 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_StateOfAnUnreadableInput_SaysNothingOfAScan()
    {
        await LearnAsync();
        Assert.NotEqual(0, (await CliProcess.RunAsync(_folder.Path, "scan", "missing.log", "--state", "app.state", "--update-state")).Code);
        _folder.Write("app.log", GeneratedLog.Write(2_000));

        Assert.DoesNotContain("cut off", (await CliProcess.RunAsync(_folder.Path, "scan", "app.log", "--state", "app.state")).Error, StringComparison.Ordinal);
    }

    private async Task LearnAsync()
    {
        _folder.Write("normal.log", GeneratedLog.Write(6_000, seed: 2));
        Assert.Equal(0, (await CliProcess.RunAsync(_folder.Path, "learn", "normal.log", "--state", "app.state")).Code);
    }

    private async Task KillOnceItReportedAsync(string saveEvery)
    {
        await using CliProcess run = CliProcess.Start(_folder.Path, "scan", "app.log", "--follow", "--state", "app.state", "--update-state", "--save-every", saveEvery, "--all", "--output", "jsonl");
        await run.ReadUntilAsync("\"lastLine\":1900,");
        run.Kill();
        await run.WaitAsync();
    }

    /// <summary>What was reported before comes again only where the scan said so: after the line where its state was written.</summary>
    private static void CheckRepeats(List<string> before, string[] now, string error)
    {
        const string Resumed = "goes on after line ";
        int at = error.IndexOf(Resumed, StringComparison.Ordinal);
        long line = at < 0 ? 0 : long.Parse(string.Concat(error[(at + Resumed.Length)..].TakeWhile(letter => char.IsDigit(letter) || letter == ',')), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.All(now.Intersect(before), window => Assert.True(long.Parse(window.Split(' ')[1], CultureInfo.InvariantCulture) > line, $"{window} comes again; {error}"));
        before.AddRange(now);
    }

    /// <summary>First and last line and the strongest template of each window that was reported; the last row may be torn.</summary>
    private static string[] Windows(string output)
    {
        var windows = new List<string>();
        foreach (string row in output.Split('\n').Where(row => row.EndsWith('}')))
        {
            using var json = JsonDocument.Parse(row);
            JsonElement window = json.RootElement.GetProperty("window");
            windows.Add($"{window.GetProperty("firstLine")} {window.GetProperty("lastLine")} {json.RootElement.GetProperty("evidence")[0].GetProperty("templateId")}");
        }

        return [.. windows.Order(StringComparer.Ordinal)];
    }
}
