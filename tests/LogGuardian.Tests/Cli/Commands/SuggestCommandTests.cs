using System.Globalization;
using System.Text.Json;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Training;

namespace LogGuardian.Tests.Cli.Commands;

/// <summary>The command that says which windows are worth a label.</summary>
[Collection(TorchTests.Name)]
public sealed class SuggestCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Some => Path.Combine(_folder.Path, "some.jsonl");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Suggest_ThenLabels_AreWhatTuneTakes()
    {
        TorchTests.Require();
        string first = _folder.Write("first.log", GeneratedLog.Write(2_000)), second = _folder.Write("second.log", GeneratedLog.Write(2_000, faultAt: 1_500));
        CliResult suggested = await CliRunner.RunAsync("model", "suggest", first, second, "--model", "default", "--out", Some, "--count", "6");
        Assert.Equal((0, ""), (suggested.Code, suggested.Error));
        Assert.Equal($"windows     6 of 40\nlabels      write normal or anomaly in the place of null in {Some}, then run model tune --labels {Some}\n", suggested.Output);
        JsonElement[] windows = [.. File.ReadLines(Some).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(6, windows.Length);
        string[] places = [.. windows.Select(window => window.GetProperty("at").GetString()!)];
        Assert.Contains(places, place => place.StartsWith($"{second}:15", StringComparison.Ordinal) || place.StartsWith($"{second}:14", StringComparison.Ordinal));
        Assert.Equal(places.OrderBy(place => place.StartsWith(second, StringComparison.Ordinal)).ThenBy(place => LinesOf(place).From), places);
        Assert.All(windows, window =>
        {
            Assert.Equal(JsonValueKind.Null, window.GetProperty("label").ValueKind);
            (string file, int from, int to) = LinesOf(window.GetProperty("at").GetString()!);
            string[] lines = [.. File.ReadLines(file).Skip(from - 1).Take(to - from + 1)];
            string[] messages = [.. window.GetProperty("messages").EnumerateArray().Select(message => message.GetString()!)];
            Assert.Equal((lines.Length, 100), (messages.Length, messages.Length));
            Assert.All(lines.Zip(messages), each => Assert.EndsWith(each.Second, each.First, StringComparison.Ordinal));
        });

        string labelled = _folder.Write("labelled.jsonl", string.Concat(File.ReadLines(Some).Select((line, i) => line.Replace("null", i % 2 == 0 ? "\"normal\"" : "\"anomaly\"", StringComparison.Ordinal) + "\n")));
        CliResult tuned = await CliRunner.RunAsync("model", "tune", "--model", "default", "--labels", labelled, "--logs", first, "--out", Path.Combine(_folder.Path, "model"), "--threads", "1", "--epochs", "1");
        Assert.Equal((0, ""), (tuned.Code, tuned.Error));
        Assert.Contains("chosen by 6 of 6 labelled windows", tuned.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Suggest_FileWithLabels_IsNotTouched()
    {
        TorchTests.Require();
        string log = _folder.Write("app.log", GeneratedLog.Write(300));
        _folder.Write("some.jsonl", "mine");
        CliResult result = await CliRunner.RunAsync("model", "suggest", log, "--model", "default", "--out", Some);
        Assert.Equal(new CliResult(2, "", $"error: --out is '{Some}', which is there already and may hold labels; it must be a new file. Name another.\n"), result);
        Assert.Equal("mine", File.ReadAllText(Some));
    }

    [Theory]
    [InlineData("-", "error: The input is '-'; it must be a file that holds something, or a directory, for it is read twice. Write what a pipe gives to a file.\n")]
    [InlineData("no-such.log", "error: The input is 'no-such.log'; it must be a file that holds something, or a directory, for it is read twice. Write what a pipe gives to a file.\n")]
    [InlineData("a --count 0", "error: --count is '0'; it must be a whole number from 1 to 1000. Write it without separators.\n")]
    public async Task Suggest_BadUsage_IsOneLineAndCode2(string arguments, string error) =>
        Assert.Equal(new CliResult(2, "", error), await CliRunner.RunAsync([.. $"model suggest {arguments} --model default --out {Some}".Split(' ')]));

    private static (string File, int From, int To) LinesOf(string place)
    {
        int colon = place.LastIndexOf(':');
        int[] lines = [.. place[(colon + 1)..].Split('-').Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        return (place[..colon], lines[0], lines[1]);
    }
}
