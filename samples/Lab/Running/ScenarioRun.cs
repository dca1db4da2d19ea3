using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Lab.Faults;
using Lab.Scenarios;

namespace Lab.Running;

/// <summary>
/// Runs a scenario inside namespaces of its own (see <see cref="Isolation"/>): everything mounted, listening or running here ends with the first process.
/// </summary>
internal sealed class ScenarioRun(Scenario scenario, int seed, double pace, Action<string> say)
{
    private const string LogFolder = "/srv/log";
    private readonly List<LabSystem> _systems = [];
    private readonly List<Process> _load = [];

    // The same everywhere, which string.GetHashCode is not.
    private readonly Random _random = new(seed ^ (int)XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(scenario.Name)));

    public LogFiles Logs { get; } = new(LogFolder, [.. scenario.Instances().SelectMany(system => SystemDefinition.Read(system.Kind).LogsOf(system.Name))]);

    /// <summary>The first line of what each system says of its version.</summary>
    public Dictionary<string, string> Versions { get; } = [];

    public DateTimeOffset Begin { get; private set; }

    public DateTimeOffset End { get; private set; }

    /// <returns>What happened, in order.</returns>
    public async Task<IReadOnlyList<HappenedEvent>> RunAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new(scenario.Variables)
        {
            ["PATH"] = string.Join(':', (string[])[Path.GetDirectoryName(Environment.ProcessPath)!, .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => folder + "/bin") : [], "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]),
            ["LANG"] = "C.UTF-8",
            ["TZ"] = "UTC",
            ["HOME"] = "/srv/home",
            ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["LOG"] = LogFolder,
            ["SYSTEMS"] = "/srv/lab/systems",
            ["BIN"] = "/srv/lab",
            ["LAB"] = "dotnet /srv/lab/Lab.dll",
            ["SEED"] = seed.ToString(CultureInfo.InvariantCulture),
            ["DAY"] = Seconds(scenario.Day).TotalSeconds.ToString(CultureInfo.InvariantCulture),
        };
        await Shell.RunAsync(
            $"hostname lab && ip link set lo up && mount -t tmpfs -o mode=0755 srv /srv && mkdir -p /srv/lab {LogFolder} /srv/home /srv/out && chmod 0777 {LogFolder} /srv/home /srv/out"
            + $" && mount --bind '{AppContext.BaseDirectory}' /srv/lab && echo 1 >{FaultActions.Rhythm}",
            variables, "/dev/null", cancellationToken);
        await StartAsync(variables, cancellationToken);
        try
        {
            _load.AddRange(scenario.Load.Select((line, i) => Shell.Start($"exec {line}", "daemon", variables, Output($"load-{i + 1}"))));
            Begin = Now();
            say($"{scenario.Baseline} s of undisturbed work");
            await Task.Delay(Seconds(scenario.Baseline), cancellationToken);
            IReadOnlyList<HappenedEvent> happened = await HappenAsync(cancellationToken);
            await Task.Delay(Seconds(scenario.Gap[0]), cancellationToken);
            RequireLoad();
            return happened;
        }
        finally
        {
            End = Now();
            foreach (Process process in _load)
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }

                process.Dispose();
            }

            foreach (LabSystem system in Enumerable.Reverse(_systems))
            {
                await system.StopAsync(CancellationToken.None);
            }
        }
    }

    private async Task StartAsync(Dictionary<string, string> variables, CancellationToken cancellationToken)
    {
        foreach ((string name, string kind) in scenario.Instances())
        {
            var system = new LabSystem(name, kind, variables, scenario.SlowDisks, Output(name));
            _systems.Add(system);
            string version = $"/srv/out/{name}.version";
            await Shell.TryAsync(system.Definition.Version, "root", system.Variables, version, TimeSpan.FromSeconds(30), cancellationToken);
            Versions[name] = File.Exists(version) ? File.ReadLines(version).FirstOrDefault(line => line.Any(char.IsAsciiDigit))?.Trim() ?? "" : "";
            await system.PrepareAsync(cancellationToken);
            await system.StartAsync(cancellationToken);
            say($"{name} serves: {Versions[name]}");
        }
    }

    private async Task<IReadOnlyList<HappenedEvent>> HappenAsync(CancellationToken cancellationToken)
    {
        ScenarioEvent[] order = [.. scenario.Events];
        _random.Shuffle(order);
        List<HappenedEvent> happened = [];
        foreach (ScenarioEvent next in order)
        {
            await Task.Delay(Seconds(scenario.Gap[0] + (_random.NextDouble() * (scenario.Gap[1] - scenario.Gap[0]))), cancellationToken);
            RequireLoad();
            say($"{(next.IsFault ? "fault" : "disturbance")} {next.Kind} on {next.On}");
            (FaultAction Action, FaultContext Context)[] steps = [.. next.Steps().Select(step => Prepared(step.System, step.Action, Seconds(next.Seconds)))];
            IReadOnlyDictionary<string, long> first = Logs.Lengths();
            DateTimeOffset injected = Now();
            foreach ((FaultAction action, FaultContext context) in steps)
            {
                await action.Inject(context, cancellationToken);
            }

            TimeSpan left = injected + Seconds(next.Seconds) - Now();
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            DateTimeOffset undone = Now();
            foreach ((FaultAction action, FaultContext context) in Enumerable.Reverse(steps))
            {
                await action.Undo(context, cancellationToken);
            }

            foreach (LabSystem any in _systems)
            {
                await any.RecoverAsync(cancellationToken);
            }

            DateTimeOffset recovered = Now();
            await Task.Delay(Seconds(next.Settle), cancellationToken);
            happened.Add(new HappenedEvent(next, injected, undone, recovered, Now(), first, Logs.Lengths()));
        }

        return happened;
    }

    private (FaultAction Action, FaultContext Context) Prepared(string name, string line, TimeSpan duration)
    {
        LabSystem system = _systems.First(system => system.Name == name);
        (FaultAction action, IReadOnlyList<string> arguments) = FaultActions.Find(line, system);
        return (action, new FaultContext(system, arguments, duration.TotalSeconds));
    }

    private static DateTimeOffset Now()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private void RequireLoad()
    {
        if (_load.FindIndex(process => process.HasExited) is >= 0 and int ended)
        {
            throw new InvalidOperationException($"'{scenario.Load[ended]}' ended before the scenario; load must go on. Its output:{Environment.NewLine}{Shell.Tail(Output($"load-{ended + 1}"))}");
        }
    }

    private static string Output(string name) => $"/srv/out/{name}";

    private TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds * pace);
}
