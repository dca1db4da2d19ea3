using System.Diagnostics;

namespace Lab.Running;

/// <summary>
/// Runs this program again as the first process of namespaces of its own: network, mounts, processes, host name. When it ends, for whatever reason, or when
/// the outer process does, the kernel ends every process in it and takes its mounts, sockets and filter rules away (unshare(1), pid_namespaces(7)).
/// </summary>
internal static class Isolation
{
    private static readonly string[] Namespaces =
        ["--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--mount-proc", "--kill-child=SIGKILL"];

    /// <exception cref="InvalidOperationException">This user or this system cannot.</exception>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            throw new InvalidOperationException($"The user is '{Environment.UserName}'; it must be root on Debian or Ubuntu, which may make namespaces and mounts. Use sudo or a container of your own.");
        }
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Action<string> say, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.ProcessPath!, typeof(Isolation).Assembly.Location] : [Environment.ProcessPath!];

        // A shell is the first process: unlike this program it buries what others leave behind.
        foreach (string argument in (string[])[.. Namespaces, "sh", "-c", "\"$@\"; exit $?", "lab", .. program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                say(line);
            }

            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
