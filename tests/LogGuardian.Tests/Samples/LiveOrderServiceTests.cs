using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.TestKit;
using Xunit.Abstractions;

namespace LogGuardian.Tests.Samples;

/// <summary>The order service that was recorded, run live with LogGuardian in it, on a real database that is killed while it serves.</summary>
public sealed partial class LiveOrderServiceTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("logguardian-live-").FullName;
    private readonly List<Process> _processes = [];
    private readonly List<string> _log = [];

    private string Report => Path.Combine(_folder, "anomalies.jsonl");

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task OrderService_WhoseDatabaseIsKilled_ReportsFlushesAndNamesTheTraces()
    {
        Skip.If(PostgresCluster.Installation is null, "PostgreSQL is not installed; apt-get install postgresql.");
        using PostgresCluster database = PostgresCluster.Start(FreePort());
        database.Execute("postgres", "CREATE ROLE orders LOGIN SUPERUSER");
        database.CreateTablespace("volume", "orders");
        database.Execute("postgres", "CREATE DATABASE orders OWNER orders");
        int service = FreePort();
        int payments = FreePort();
        Start("--role", "payment", "--url", Url(payments));
        Start(
            "--url", Url(service), "--payments", Url(payments), "--invoices", Path.Combine(_folder, "invoices"),
            "--database", string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={database.Port};Username=orders;Database=orders"), "--watch", Report);
        await UntilAsync(() => Lines().Exists(line => line.Contains("Application started", StringComparison.Ordinal)));
        Start("--role", "load", "--url", Url(service), "--rate", "80", "--seed", "5", "--seconds", "600");
        await UntilAsync(() => Reports().Exists(report => report.GetProperty("kind").GetString() == "running"));

        // Some minutes of it are squeezed into seconds: an ordinary service would have been learned from long ago.
        await Task.Delay(TimeSpan.FromSeconds(10));
        int before = Lines().Count;
        int falseAlarms = Reports().Count(report => report.GetProperty("kind").GetString() == "anomaly");
        Assert.True(falseAlarms > 0 || DebugLines() == 0, "Debug lines were written although nothing was reported.");
        int debugBefore = DebugLines();
        string[] falseOnes = [.. Anomalies(0).Select(report => report.GetProperty("text").GetString()!)];
        database.Kill();
        await UntilAsync(() => Anomalies(falseAlarms).Exists(report => report.GetProperty("traces").GetArrayLength() > 0));
        JsonElement anomaly = Anomalies(falseAlarms).First(report => report.GetProperty("traces").GetArrayLength() > 0);
        await UntilAsync(() => DebugLines() > debugBefore);
        List<string> lines = Lines();
        string failed = lines.Skip(before).First(line => line.Contains(" fail: ", StringComparison.Ordinal));
        string[] traces = [.. anomaly.GetProperty("traces").EnumerateArray().Select(trace => trace.GetString()!)];
        string[] failing = [.. lines.Skip(before).Where(line => line.Contains(" fail: ", StringComparison.Ordinal)).Select(line => TraceOf().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        TimeSpan delay = anomaly.GetProperty("at").GetDateTimeOffset() - DateTimeOffset.Parse(failed[..23].Replace(' ', 'T') + "Z", CultureInfo.InvariantCulture);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{falseAlarms} anomalies before ({string.Join(" | ", falseOnes)}); reported {delay.TotalMilliseconds:0} ms after the first failing line; {DebugLines() - debugBefore} debug lines flushed; {traces.Length} traces; {anomaly.GetProperty("text").GetString()}"));
        Assert.NotEmpty(traces.Intersect(failing));
    }

    [GeneratedRegex("\\(trace ([0-9a-f]{32})\\)")]
    private static partial Regex TraceOf();

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private int DebugLines() => Lines().Count(line => line.Contains(" dbug: ", StringComparison.Ordinal));

    private List<JsonElement> Anomalies(int skip) => [.. Reports().Where(report => report.GetProperty("kind").GetString() == "anomaly").Skip(skip)];

    private List<JsonElement> Reports()
    {
        if (!File.Exists(Report))
        {
            return [];
        }

        using var file = new StreamReader(new FileStream(Report, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string[] lines = file.ReadToEnd().Split('\n');
        return [.. lines[..^1].Select(line => JsonElement.Parse(line))];
    }

    private List<string> Lines()
    {
        lock (_log)
        {
            return [.. _log];
        }
    }

    private void Start(params string[] arguments)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        string program = Path.Combine(Repository.Root, "samples", "OrderService", "bin", configuration, "net10.0", "OrderService.dll");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder },
        };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        lock (_log)
        {
            _log.Add(e.Data ?? "");
        }
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); await Task.Delay(20))
        {
            Assert.True(clock.Elapsed < Patience, "Waited in vain. " + string.Join('\n', Lines().TakeLast(40)) + string.Join('\n', Reports()));
        }
    }
}
