using System.CommandLine;
using System.Globalization;
using Lab.Recording;
using Lab.Running;
using Lab.Scenarios;

namespace Lab;

/// <summary>The commands of those who record.</summary>
internal static class LabCommands
{
    private static readonly Argument<string[]> Names = new("scenarios") { Arity = ArgumentArity.ZeroOrMore, Description = "Names of scenarios; all when none is given." };
    private static readonly Option<string> Out = new("--out") { Description = "The folder of the recordings, one folder for each scenario.", DefaultValueFactory = _ => "lab-recordings" };
    private static readonly Option<int> Seed = new("--seed") { Description = "Decides the order and the times of events.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> Pace = new("--pace") { Description = "Multiplies all times; below 1 faults may leave no trace.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "How many scenarios run at once.", DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount) };

    public static void AddTo(RootCommand root)
    {
        var run = new Command("run", "Records scenarios; installs what they need.") { Names, Out, Seed, Pace, Jobs };
        run.SetAction((result, token) => Guarded(() => RunAsync(Chosen(result), result.GetValue(Jobs), result, token)));
        root.Add(run);

        var inside = new Command("inside", "Runs one scenario; only inside namespaces of its own.") { Names, Out, Seed, Pace };
        inside.Hidden = true;
        inside.SetAction((result, token) => Guarded(() => InsideAsync(Chosen(result)[0], Path.GetFullPath(result.GetValue(Out)!), result.GetValue(Seed), result.GetValue(Pace), token)));
        root.Add(inside);

        var install = new Command("install", "Installs the Debian packages of scenarios; no service is started.") { Names };
        install.SetAction((result, token) => Guarded(async () =>
        {
            Isolation.Require();
            await Packages.InstallAsync(Chosen(result).SelectMany(name => Scenario.Read(name).Packages()), token);
            return 0;
        }));
        root.Add(install);

        var list = new Command("list", "Lists the scenarios with their events.");
        list.SetAction(_ => List());
        root.Add(list);

        var folders = new Argument<string[]>("recordings") { Arity = ArgumentArity.OneOrMore, Description = "Folders of recordings." };
        var check = new Command("check", "Looks whether every fault left a trace and every pattern found its lines.") { folders };
        check.SetAction((result, _) => Guarded(() => Task.FromResult(Report([.. result.GetValue(folders)!.SelectMany(folder => RecordingCheck.Problems(RecordingFile.Read(folder)))]))));
        root.Add(check);

        var statistics = new Command("statistics", "Says what recordings hold, as Markdown.") { folders };
        statistics.SetAction((result, _) => Guarded(() => Task.FromResult(Print(Statistics.Of(result.GetValue(folders)!)))));
        root.Add(statistics);

        var to = new Option<string>("--to") { Description = "The folder of the samples.", Required = true };
        var most = new Option<int>("--kilobytes") { Description = "The most that a sample may take, compressed.", DefaultValueFactory = _ => 1500 };
        var sample = new Command("sample", "Copies the beginning of recordings, as much as fits a size.") { folders, to, most };
        sample.SetAction((result, _) => Guarded(() =>
        {
            foreach (string folder in result.GetValue(folders)!)
            {
                Sample.Write(folder, Path.Combine(result.GetValue(to)!, Path.GetFileName(folder.TrimEnd('/'))), result.GetValue(most) * 1000L);
            }

            return Task.FromResult(0);
        }));
        root.Add(sample);

        var label = new Command("label", "Labels recordings again, by the patterns that their scenarios have now.") { folders };
        label.SetAction((result, _) => Guarded(() => Task.FromResult(Report([.. result.GetValue(folders)!.SelectMany(folder => RecordingCheck.Problems(Labeller.Label(folder)))]))));
        root.Add(label);

        var one = new Argument<string>("recording") { Description = "The folder of a recording." };
        var kind = new Option<string?>("--event") { Description = "The kind of the only event to show." };
        var show = new Command("show", "Shows what is new in the lines of each event, and what is labelled: what an author needs to write patterns.") { one, kind };
        show.SetAction((result, _) => Guarded(() => Task.FromResult(Print(SpanView.Of(result.GetValue(one)!, result.GetValue(kind))))));
        root.Add(show);

        var committed = new Argument<string>("committed") { Description = "The folder that holds the folders of recordings." };
        var fresh = new Argument<string>("fresh") { Description = "The folder that holds those of another run." };
        var compare = new Command("compare", "Looks whether the labels of two runs agree in kind.") { committed, fresh };
        compare.SetAction((result, _) => Guarded(() => Task.FromResult(Report(
        [
            .. Directory.EnumerateDirectories(result.GetValue(fresh)!).Order(StringComparer.Ordinal)
                .SelectMany(folder => RecordingCheck.Differences(RecordingFile.Read(Path.Combine(result.GetValue(committed)!, Path.GetFileName(folder))), RecordingFile.Read(folder))),
        ]))));
        root.Add(compare);
    }

    private static IReadOnlyList<string> Chosen(ParseResult result) => result.GetValue(Names) is { Length: > 0 } names ? names : Scenario.Names();

    private static async Task<int> RunAsync(IReadOnlyList<string> names, int jobs, ParseResult result, CancellationToken cancellationToken)
    {
        Isolation.Require();
        string folder = Path.GetFullPath(result.GetValue(Out)!);
        await Packages.InstallAsync(names.SelectMany(name => Scenario.Read(name).Packages()), cancellationToken);
        int failed = 0;
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken }, async (name, token) =>
        {
            string[] arguments =
            [
                "inside", name, "--out", folder, "--seed", result.GetValue(Seed).ToString(CultureInfo.InvariantCulture), "--pace", result.GetValue(Pace).ToString(CultureInfo.InvariantCulture),
            ];
            if (await Isolation.RunAsync(arguments, line => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {name}: {line}"), token) != 0)
            {
                Interlocked.Increment(ref failed);
            }
        });
        return failed > 0 ? 1 : 0;
    }

    private static async Task<int> InsideAsync(string name, string folder, int seed, double pace, CancellationToken cancellationToken)
    {
        Scenario scenario = Scenario.Read(name);
        var run = new ScenarioRun(scenario, seed, pace, Console.WriteLine);
        IReadOnlyList<HappenedEvent> happened = await run.RunAsync(cancellationToken);
        await new Recorder(scenario, run, seed, pace).WriteAsync(happened, Path.Combine(folder, name), cancellationToken);
        RecordingFile recording = Labeller.Label(Path.Combine(folder, name));
        Console.WriteLine($"{recording.Files.Values.Sum(file => file.Lines):N0} lines in {recording.Seconds} s");
        return Report([.. RecordingCheck.Problems(recording)]);
    }

    private static int List()
    {
        foreach (Scenario scenario in Scenario.Names().Select(Scenario.Read))
        {
            Console.WriteLine($"{scenario.Name}: {scenario.Description}");
            foreach (ScenarioEvent happening in scenario.Events)
            {
                Console.WriteLine($"  {(happening.IsFault ? "fault " : "benign")} {happening.Kind} on {happening.On}{(happening.IsFault ? $" ({happening.Severity})" : "")}: {happening.Description}");
            }
        }

        return 0;
    }

    private static int Print(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Console.WriteLine(line);
        }

        return 0;
    }

    private static int Report(IReadOnlyList<string> problems)
    {
        foreach (string problem in problems)
        {
            Console.WriteLine($"PROBLEM {problem}");
        }

        return problems.Count > 0 ? 1 : 0;
    }

    private static async Task<int> Guarded(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or System.Text.Json.JsonException)
        {
            Console.WriteLine($"FAILED {e.Message}");
            return 1;
        }
    }
}
