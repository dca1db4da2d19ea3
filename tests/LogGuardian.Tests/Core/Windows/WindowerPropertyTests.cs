using System.Text.Json;
using CsCheck;
using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Windows;

/// <summary>What holds of every windower that the builder makes, for any lines.</summary>
public class WindowerPropertyTests
{
    private const string Seed = "0000KOIPe036";

    private static readonly Gen<(int Source, int Second, int Key)[]> Lines = Gen.Select(Gen.Int[0, 3], Gen.Int[-30, 400], Gen.Int[0, 5]).Array[0, 60];

    public static TheoryData<string> Windowers => ["count", "few sources", "sliding count", "time", "sliding time", "late time", "session", "early session"];

    [Theory]
    [MemberData(nameof(Windowers))]
    public void SaveState_AtAnyLine_GoesOnAsIfNeverStopped(string kind) => Gen.Select(Lines, Gen.Int[0, 60]).Sample(
        (lines, at) =>
        {
            ParsedLog[] logs = LogsOf(lines);
            at = Math.Min(at, logs.Length);
            var stopped = new List<LogWindow>();
            IWindower first = Create(kind);
            Append(first, logs[..at], stopped);
            IWindower second = Create(kind);
            ((IStateful)second).LoadState(Saved((IStateful)first), 1);
            Append(second, logs[at..], stopped);
            second.Flush(stopped);
            Assert.Equal(Run(kind, logs).Select(Describe), stopped.Select(Describe));
        },
        seed: Seed,
        iter: 300,
        threads: 1);

    [Theory]
    [MemberData(nameof(Windowers))]
    public void Append_AnyLines_LosesNone(string kind) => Lines.Sample(
        lines =>
        {
            ParsedLog[] logs = LogsOf(lines);
            IWindower windower = Create(kind);
            var closed = new List<LogWindow>();
            Append(windower, logs, closed);
            windower.Flush(closed);
            int inWindows = closed.SelectMany(window => window.Lines.ToArray()).DistinctBy(log => (log.Line.Source, log.Line.LineId)).Count();
            Assert.Equal(logs.Length, inWindows + windower.Unassigned);
            Assert.InRange(windower.Late, 0, logs.Length);
        },
        seed: Seed,
        iter: 300,
        threads: 1);

    [Theory]
    [InlineData("count")]
    [InlineData("sliding count")]
    [InlineData("time")]
    [InlineData("sliding time")]
    [InlineData("late time")]
    public void Append_SourcesInAnyOrder_GivesEachSourceTheSameWindows(string kind) => Lines.Sample(
        lines =>
        {
            ParsedLog[] mixed = LogsOf(lines);
            ParsedLog[] apart = [.. mixed.OrderBy(log => log.Line.Source, StringComparer.Ordinal)];
            Assert.Equal(
                Run(kind, apart).OrderBy(window => window.Source, StringComparer.Ordinal).Select(Describe),
                Run(kind, mixed).OrderBy(window => window.Source, StringComparer.Ordinal).Select(Describe));
        },
        seed: Seed,
        iter: 300,
        threads: 1);

    [Theory]
    [MemberData(nameof(Windowers))]
    public void LoadState_DamagedLines_IsRefused(string kind)
    {
        IWindower windower = Create(kind);
        windower.Append(Logs.Log("a", text: "blk_1"), []);
        string damaged = Saved((IStateful)windower).GetRawText().Replace("\"template\":\"", "\"template\":\"x", StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => ((IStateful)Create(kind)).LoadState(JsonDocument.Parse(damaged).RootElement, 1));
    }

    private static IWindower Create(string kind) => kind switch
    {
        "count" => new CountWindower(4, 4, 10),
        "few sources" => new CountWindower(4, 4, 2),
        "sliding count" => new CountWindower(5, 2, 10),
        "time" => TimeWindowerTests.Create(),
        "sliding time" => TimeWindowerTests.Create(step: 10, maxLines: 12),
        "late time" => TimeWindowerTests.Create(step: 15, lateness: 40),
        "session" => new SessionWindower(SessionKeys.Matching(@"blk_\d"), TimeSpan.FromSeconds(60), 6, 3),
        _ => new SessionWindower(SessionKeys.Matching(@"blk_\d"), TimeSpan.FromSeconds(60), 20, 3, earlyAfter: 2),
    };

    private static List<LogWindow> Run(string kind, ParsedLog[] logs)
    {
        IWindower windower = Create(kind);
        var closed = new List<LogWindow>();
        Append(windower, logs, closed);
        windower.Flush(closed);
        return closed;
    }

    private static void Append(IWindower windower, ParsedLog[] logs, List<LogWindow> closed)
    {
        foreach (ParsedLog log in logs)
        {
            windower.Append(log, closed);
        }
    }

    private static JsonElement Saved(IStateful windower)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            windower.SaveState(writer);
        }

        return JsonDocument.Parse(bytes.ToArray()).RootElement;
    }

    /// <summary>A negative second is a line without a time; key 0 is none.</summary>
    private static ParsedLog[] LogsOf((int Source, int Second, int Key)[] lines) => [.. lines.Select((line, i) => Logs.Log(
        "a", i + 1, $"s{line.Source}", line.Second < 0 ? null : line.Second, text: line.Key == 0 ? "nothing" : $"got blk_{line.Key} and blk_{line.Key / 2}"))];

    private static string Describe(LogWindow window) =>
        $"{window.Kind} {window.Source} {window.SessionKey} {window.IsOpen} {string.Join(' ', window.Lines.ToArray().Select(log => $"{log.Line.LineId}:{log}:{log.UtcTicks}:{log.Template.Id}"))}";
}
