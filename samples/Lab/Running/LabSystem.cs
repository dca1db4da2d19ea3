using System.Diagnostics;
using System.Globalization;
using Lab.Scenarios;

namespace Lab.Running;

/// <summary>
/// A system that runs. Its commands see <c>NAME</c>; <c>DIR</c>, the folder of its data; <c>DISK</c>, the file system of its own that they lie on; <c>LOG</c>, the folder of all logs; <c>CONF</c>, the
/// folder of its definition; <c>LAB</c>, the command of this program; <c>DAY</c>, the seconds of a day; <c>SEED</c>; and the scenario's variables.
/// </summary>
internal sealed class LabSystem(string name, string kind, IReadOnlyDictionary<string, string> shared, bool isSlowable, string output)
{
    private Process? _process;

    public string Name => name;

    public SystemDefinition Definition { get; } = SystemDefinition.Read(kind);

    public string Folder => $"/srv/{name}";

    /// <summary>The file whose content is how far its clock is off, as libfaketime reads it.</summary>
    public string Clock => $"/srv/clock/{name}";

    public string ScriptFolder => $"/srv/lab/systems/{kind}";

    public Dictionary<string, string> Variables { get; } = new(shared)
    {
        ["NAME"] = name,
        ["DIR"] = $"/srv/{name}",
        ["DISK"] = isSlowable ? $"/srv/disk/{name}" : $"/srv/{name}",
        ["DISK_SIZE"] = $"{SystemDefinition.Read(kind).DataSize}m",
        ["CONF"] = $"/srv/lab/systems/{kind}",
        ["CLOCK"] = $"LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 FAKETIME_TIMESTAMP_FILE=/srv/clock/{name} FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1",
    };

    /// <summary>Gives a variable the value that it has in the scenario.</summary>
    public void Reset(string variable)
    {
        if (shared.TryGetValue(variable, out string? value))
        {
            Variables[variable] = value;
        }
        else
        {
            Variables.Remove(variable);
        }
    }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The ids of its processes.</summary>
    public IReadOnlyList<int> Processes => IsRunning ? ProcessTree.Of(_process!.Id) : [];

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await RunAsync(
            $"mkdir -p {Folder} $DISK /srv/clock && mount -t tmpfs -o size=$DISK_SIZE,mode=0755 {name} $DISK {(isSlowable ? "&& bindfs $DISK $DIR" : "")} && chown {Definition.User}: {Folder} && echo +0 >{Clock} && touch {output} && chmod 0666 {output}", cancellationToken);
        if (Definition.Setup.Length > 0)
        {
            await RunAsync(Definition.Setup, cancellationToken);
        }
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Launch();
        await ReadyAsync(cancellationToken);
    }

    /// <summary>Starts it, whether it will serve or not.</summary>
    public void Launch()
    {
        _process?.Dispose();
        _process = Shell.Start(Definition.Start, Definition.User, Variables, output);
    }

    /// <summary>Waits until it serves; what ended meanwhile is started once more, and what does not come back by itself is killed and started, as an operator would.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        bool isRetried = false;
        bool isRestarted = false;
        while (!await Shell.TryAsync(Definition.Ready, "root", Variables, "/dev/null", TimeSpan.FromSeconds(10), cancellationToken))
        {
            if (!IsRunning && !isRetried)
            {
                isRetried = true;
                Launch();
            }

            if (!isRestarted && Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(Definition.ReadySeconds))
            {
                isRestarted = true;
                begin = Stopwatch.GetTimestamp();
                await KillAsync(cancellationToken);
                Launch();
            }
            else if (Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(Definition.ReadySeconds))
            {
                throw new InvalidOperationException(
                    $"{name} does not serve after {Definition.ReadySeconds} s; '{Definition.Ready}' must succeed. Its output: {Environment.NewLine}{Shell.Tail(output)}");
            }

            await Task.Delay(100, cancellationToken);
        }

        if (Definition.Started.Length > 0)
        {
            await RunAsync(Definition.Started, cancellationToken);
        }
    }

    /// <summary>Whether it runs and serves now; it is started when it does not run.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (!IsRunning)
        {
            Launch();
        }

        await ReadyAsync(cancellationToken);
    }

    /// <summary>Stops it in order; what has not ended after ten seconds is killed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!IsRunning)
        {
            return;
        }

        await SignalAsync(Definition.Stop, [_process!.Id], cancellationToken);
        if (!await EndedAsync(TimeSpan.FromSeconds(10), cancellationToken))
        {
            await KillAsync(cancellationToken);
        }
    }

    /// <summary>Kills all its processes, as the kernel does with a container that is out of memory.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("KILL", Processes, cancellationToken);
        await EndedAsync(TimeSpan.FromSeconds(10), cancellationToken);
    }

    public async Task SignalAsync(string signal, IReadOnlyList<int> processes, CancellationToken cancellationToken)
    {
        if (processes.Count > 0)
        {
            // One that has ended by itself meanwhile is no failure.
            await Shell.TryAsync(
                $"kill -{signal} {string.Join(' ', processes.Select(id => id.ToString(CultureInfo.InvariantCulture)))}", "root", Variables, "/dev/null", TimeSpan.FromSeconds(10), cancellationToken);
        }
    }

    public Task RunAsync(string line, CancellationToken cancellationToken) => Shell.RunAsync(line, Variables, output, cancellationToken);

    /// <summary>Starts a line beside the system, as root.</summary>
    public Process Begin(string line) => Shell.Start(line, "root", Variables, output);

    private async Task<bool> EndedAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            await _process!.WaitForExitAsync(timer.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
