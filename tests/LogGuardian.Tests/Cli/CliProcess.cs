using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LogGuardian.Tests.Conventions;

namespace LogGuardian.Tests.Cli;

/// <summary>Runs the built tool in a process of its own.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _error;

    private CliProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public StreamReader Output => _process.StandardOutput;

    // As it was built, and not the copy beside the tests: that one counts what is covered, and takes its time.
    private static string Tool { get; } = Path.Combine(
        Repository.Root, "src", "LogGuardian.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!, "net10.0", "LogGuardian.Cli.dll");

    public static CliProcess Start(string directory, params string[] args) => StartTool(Tool, directory, args);

    /// <summary>Runs the tool with room for so many bytes of addresses, those of .NET itself included.</summary>
    public static async Task<CliResult> RunWithinAsync(long bytes, string directory, params string[] args)
    {
        var start = new ProcessStartInfo("sh") { WorkingDirectory = directory };
        foreach (string arg in (string[])["-c", "ulimit -v \"$0\" && exec \"$@\"", (bytes / 1024).ToString(CultureInfo.InvariantCulture), "dotnet", "exec", Tool, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        // What is reserved but not used counts: without these, for a heap of 256 GiB and for each thread's own.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x4000000";
        start.Environment["DOTNET_GCRegionRange"] = "0x10000000";
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        await using CliProcess run = Start(start);
        return await run.EndAsync();
    }

    /// <summary>Runs a copy of the tool.</summary>
    public static async Task<CliResult> RunToolAsync(string tool, string directory, params string[] args)
    {
        await using CliProcess run = StartTool(tool, directory, args);
        return await run.EndAsync();
    }

    private static CliProcess StartTool(string tool, string directory, string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = directory };
        foreach (string arg in (string[])["exec", tool, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        return Start(start);
    }

    private static CliProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new CliProcess(Process.Start(start)!);
    }

    public static async Task<CliResult> RunAsync(string directory, params string[] args)
    {
        await using CliProcess run = Start(directory, args);
        return await run.EndAsync();
    }

    /// <summary>Closes standard input and waits for the end.</summary>
    public async Task<CliResult> EndAsync()
    {
        _process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Patience);
        string output = await _process.StandardOutput.ReadToEndAsync(timeout.Token);
        await _process.WaitForExitAsync(timeout.Token);
        return new CliResult(_process.ExitCode, output, await _error);
    }

    /// <summary>The next line of output; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(timeout.Token);
    }

    /// <summary>The first line of output that contains a text.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (await ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The output ended before '{text}' came: {await _error}");
    }

    public async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end without touching standard input or output.</summary>
    public async Task<(int Code, string Error)> WaitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return (_process.ExitCode, await _error);
    }

    /// <summary>What Ctrl+C sends.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, 2));

    /// <summary>Ends it without a chance to clean up.</summary>
    public void Kill() => _process.Kill();

    public void Terminate() => Assert.Equal(0, Kill(_process.Id, 15));

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
