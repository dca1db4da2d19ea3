using System.Diagnostics;

namespace Lab.Running;

/// <summary>Runs lines of <c>sh</c>.</summary>
internal static class Shell
{
    /// <summary>Starts a line; what it writes goes to a file.</summary>
    /// <param name="line">The line.</param>
    /// <param name="user">Who runs it.</param>
    /// <param name="variables">Its environment, which is otherwise empty but for the path.</param>
    /// <param name="output">The file that its output is appended to.</param>
    public static Process Start(string line, string user, IReadOnlyDictionary<string, string> variables, string output)
    {
        var start = new ProcessStartInfo("setpriv") { UseShellExecute = false, WorkingDirectory = "/" };
        string[] identity = user == "root" ? [] : ["--reuid", user, "--regid", user, "--init-groups"];
        foreach (string argument in (string[])[.. identity, "sh", "-c", $"exec >>'{output}' 2>&1 </dev/null; {line}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"'{line}' could not be started; setpriv must be on the path. Install util-linux.");
    }

    /// <summary>Runs a line to its end.</summary>
    /// <returns>Whether it succeeded.</returns>
    public static async Task<bool> TryAsync(string line, string user, IReadOnlyDictionary<string, string> variables, string output, TimeSpan limit, CancellationToken cancellationToken)
    {
        using Process process = Start(line, user, variables, output);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(timer.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }

    /// <summary>Runs a line as root to its end, which must be a success.</summary>
    public static async Task RunAsync(string line, IReadOnlyDictionary<string, string> variables, string output, CancellationToken cancellationToken)
    {
        if (!await TryAsync(line, "root", variables, output, TimeSpan.FromMinutes(5), cancellationToken))
        {
            throw new InvalidOperationException($"'{line}' failed; it must succeed. Its output: {Environment.NewLine}{Tail(output)}");
        }
    }

    public static string Tail(string file) => File.Exists(file) ? string.Join(Environment.NewLine, File.ReadLines(file).TakeLast(20)) : "";
}
