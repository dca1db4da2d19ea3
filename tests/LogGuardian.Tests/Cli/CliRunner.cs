using System.Text;
using LogGuardian.Cli;

namespace LogGuardian.Tests.Cli;

/// <summary>Runs the tool within the test's process.</summary>
internal static class CliRunner
{
    public static Task<CliResult> RunAsync(params string[] args) => RunAsync([], args);

    public static async Task<CliResult> RunAsync(byte[] input, string[] args)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        using var console = new CliConsole(new MemoryStream(input), output, error);
        int code = await CliApp.RunAsync(args, console, CancellationToken.None);
        return new CliResult(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
