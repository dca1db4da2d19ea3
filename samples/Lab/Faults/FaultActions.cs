using System.Diagnostics;
using System.Globalization;
using Lab.Running;

namespace Lab.Faults;

/// <summary>The actions that every system has. What only one system knows, such as a deadlock, is a script in its folder.</summary>
internal static class FaultActions
{
    public const string Rhythm = "/srv/rhythm";

    public static IReadOnlyDictionary<string, FaultAction> All { get; } = new Dictionary<string, FaultAction>(StringComparer.Ordinal)
    {
        ["kill"] = new("all its processes are killed; it is started again at the end", (it, stop) => it.System.KillAsync(stop), Nothing),
        ["kill-child"] = new(
            "kill-child PATTERN: its youngest process but the first whose command line has PATTERN is killed",
            (it, stop) => it.System.SignalAsync("KILL", Child(it), stop),
            Nothing),
        ["hang"] = new("all its processes are stopped (SIGSTOP), and go on at the end", (it, stop) => it.System.SignalAsync("STOP", it.System.Processes, stop), (it, stop) => it.System.SignalAsync("CONT", it.System.Processes, stop)),
        ["crash-loop"] = new("it is killed and started again, again and again", CrashLoopAsync, Nothing),
        ["stop"] = new("it is stopped in order, and started again at the end", (it, stop) => it.System.StopAsync(stop), Nothing),
        ["restart"] = new("it is stopped in order and started again at once", RestartAsync, Nothing),
        ["start-with"] = new("start-with NAME=VALUE…: restarted with other variables, such as a release; restarted without them at the end", StartWithAsync, StartWithoutAsync),
        ["upgrade"] = new("upgrade NAME=VALUE…: restarted with other variables, for good", StartWithAsync, Nothing),
        ["signal"] = new("signal NAME: its first process gets a signal", (it, stop) => it.System.SignalAsync(it.Text(0), [.. it.System.Processes.Take(1)], stop), Nothing),
        ["disk-full"] = new("the file system of its data is filled up to the last block", Run("dd if=/dev/zero of=$DIR/.ballast bs=64k 2>/dev/null; dd if=/dev/zero of=$DIR/.ballast2 bs=1k 2>/dev/null; true"), Run("rm -f $DIR/.ballast $DIR/.ballast2")),
        ["quota"] = new(
            "quota N: the file system of its data has room for N KiB more",
            (it, stop) => it.System.RunAsync($"mount -o remount,size=$(( $(df --output=used -k $DISK | tail -1) + {it.Number(0)} ))k $DISK", stop),
            Run("mount -o remount,size=$DISK_SIZE $DISK")),
        ["slow-disk"] = new("slow-disk BUSY FREE: the disk of its data does nothing for BUSY ms, works for FREE ms, and so on", SlowDiskAsync, Run("read disk </srv/slow.$NAME; rm -f /srv/slow.$NAME; kill -CONT $disk")),
        ["read-only"] = new("it is stopped and its data come back read-only, as after an error of the disk", ReadOnlyAsync, WritableAsync),
        ["descriptors"] = new("descriptors N: its processes may have N open files", (it, stop) => LimitAsync(it, $"nofile={it.Number(0)}:", stop), (it, stop) => LimitAsync(it, "nofile=$($as prlimit --pid $id --nofile -o HARD --noheadings):", stop)),
        ["memory"] = new("memory N: its processes may map N MiB", (it, stop) => LimitAsync(it, $"as={it.Number(0)}000000:", stop), (it, stop) => LimitAsync(it, "as=unlimited:", stop)),
        ["loss"] = new("loss PERCENT PORT: packets to and from a port are lost", (it, stop) => FilterAsync(it, it.Number(1), $"numgen random mod 100 lt {it.Number(0)} drop", stop), Run(FlushFilter)),
        ["partition"] = new("partition PORT: no packet to or from a port arrives", (it, stop) => FilterAsync(it, it.Number(0), "drop", stop), Run(FlushFilter)),
        ["refuse"] = new("refuse PORT: connections to a port are reset", (it, stop) => FilterAsync(it, it.Number(0), "meta l4proto tcp reject with tcp reset", stop), Run(FlushFilter)),
        ["slow-network"] = new("slow-network KBIT: all traffic shares that rate", (it, stop) => it.System.RunAsync($"tc qdisc add dev lo root tbf rate {it.Number(0)}kbit burst 66000 latency 800ms", stop), Run("tc qdisc del dev lo root")),
        ["clock"] = new("clock SECONDS: its clock jumps, and back at the end", (it, stop) => it.System.RunAsync($"echo '{it.Text(0)}' >{it.System.Clock}", stop), (it, stop) => it.System.RunAsync($"echo +0 >{it.System.Clock}", stop)),
        ["traffic"] = new("traffic FACTOR: the load is multiplied", (it, stop) => File.WriteAllTextAsync(Rhythm, it.Text(0), stop), (_, stop) => File.WriteAllTextAsync(Rhythm, "1", stop)),
    };

    private const string FlushFilter = "nft flush chain inet lab in";

    /// <summary>The action that a line names: one of <see cref="All"/>, or a script of the system.</summary>
    public static (FaultAction Action, IReadOnlyList<string> Arguments) Find(string line, LabSystem system)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string script = Path.Combine(system.ScriptFolder, words[0] + ".sh");
        return All.TryGetValue(words[0], out FaultAction? action) ? (action, words[1..])
            : File.Exists(script) ? (Script(script), words[1..])
            : throw new InvalidDataException($"'{words[0]}' is no action; it must be one of {string.Join(", ", All.Keys)}, or {script} must exist.");
    }

    private static Task Nothing(FaultContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private static Func<FaultContext, CancellationToken, Task> Run(string line) => (it, stop) => it.System.RunAsync(line, stop);

    /// <summary>A script of a system: what still runs at the end is ended, then it runs again with <c>UNDO=1</c>.</summary>
    private static FaultAction Script(string script)
    {
        Process? process = null;
        return new FaultAction("", (it, _) => Task.FromResult(process = it.System.Begin($"exec sh {script} {string.Join(' ', it.Arguments)}")), async (it, stop) =>
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
            }

            process?.Dispose();
            await it.System.RunAsync($"UNDO=1 sh {script} {string.Join(' ', it.Arguments)}", stop);
        });
    }

    private static IReadOnlyList<int> Child(FaultContext it) =>
        [.. it.System.Processes.Skip(1).Where(id => CommandOf(id).Contains(string.Join(' ', it.Arguments), StringComparison.Ordinal)).OrderDescending().Take(1)];

    private static string CommandOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task CrashLoopAsync(FaultContext it, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < it.Seconds)
        {
            await it.System.KillAsync(cancellationToken);
            it.System.Launch();
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(1, it.Seconds / 6)), cancellationToken);
        }
    }

    private static async Task RestartAsync(FaultContext it, CancellationToken cancellationToken)
    {
        await it.System.StopAsync(cancellationToken);
        await it.System.StartAsync(cancellationToken);
    }

    private static async Task StartWithAsync(FaultContext it, CancellationToken cancellationToken)
    {
        _ = it.Text(0);
        foreach (string[] variable in it.Arguments.Select(argument => argument.Split('=', 2)))
        {
            it.System.Variables[variable[0]] = variable[1];
        }

        await it.System.StopAsync(cancellationToken);
        it.System.Launch();
    }

    private static async Task StartWithoutAsync(FaultContext it, CancellationToken cancellationToken)
    {
        foreach (string argument in it.Arguments)
        {
            it.System.Reset(argument.Split('=', 2)[0]);
        }

        await it.System.StopAsync(cancellationToken);
    }

    private static async Task ReadOnlyAsync(FaultContext it, CancellationToken cancellationToken)
    {
        await it.System.KillAsync(cancellationToken);
        // What the killed processes had open is let go of a moment after them.
        await it.System.RunAsync("for i in $(seq 50); do mount -o remount,ro $DISK && exit 0; sleep 0.1; done; exit 1", cancellationToken);
        it.System.Launch();
    }

    private static async Task WritableAsync(FaultContext it, CancellationToken cancellationToken)
    {
        await it.System.KillAsync(cancellationToken);
        await it.System.RunAsync("mount -o remount,rw $DISK", cancellationToken);
    }

    /// <summary>Stops the process that the data lie behind, and lets it go on, again and again.</summary>
    private static async Task SlowDiskAsync(FaultContext it, CancellationToken cancellationToken)
    {
        await it.System.RunAsync("pgrep -fx \"bindfs $DISK $DIR\" >/srv/slow.$NAME", cancellationToken);
        it.System.Begin(string.Create(
            CultureInfo.InvariantCulture,
            $"read disk </srv/slow.$NAME; while [ -e /srv/slow.$NAME ]; do kill -STOP $disk; sleep {it.Number(0) / 1000.0}; kill -CONT $disk; sleep {it.Number(1) / 1000.0}; done")).Dispose();
    }

    /// <summary>Sets a soft limit of each process as its own user, who may do so; root in a container may not.</summary>
    private static Task LimitAsync(FaultContext it, string limit, CancellationToken cancellationToken) => it.System.RunAsync(
        $"for id in {string.Join(' ', it.System.Processes)}; do as=\"setpriv --reuid $(stat -c %u /proc/$id) --regid $(stat -c %g /proc/$id) --clear-groups\"; $as prlimit --pid $id --{limit}; done; true", cancellationToken);

    private static Task FilterAsync(FaultContext it, int port, string verdict, CancellationToken cancellationToken) => it.System.RunAsync(
        $"nft add table inet lab && nft add chain inet lab in '{{ type filter hook input priority 0; }}' && nft add rule inet lab in tcp dport {port} {verdict} && nft add rule inet lab in tcp sport {port} {verdict}",
        cancellationToken);
}
