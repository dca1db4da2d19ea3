using System.Diagnostics;

namespace Catalogue.Packages;

/// <summary>Runs the tools of the distribution.</summary>
internal static class Commands
{
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public static async Task RunAsync(string folder, string command, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{command}' could not be started; it must be on the path. Install apt and dpkg-dev.");
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        string error = await errors;
        await process.WaitForExitAsync(cancellationToken);
        // tar goes on behind a pattern that no file of the archive has.
        if (process.ExitCode != 0 && !(command == "tar" && process.ExitCode == 2 && error.Contains("Not found in archive", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"'{command} {string.Join(' ', start.ArgumentList)}' failed; it must succeed. {error[Math.Max(0, error.Length - 600)..].Trim()}");
        }
    }
}
