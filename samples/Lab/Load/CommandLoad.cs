using System.Diagnostics;

namespace Lab.Load;

/// <summary>Users of anything that has a program for it. A line is one of <c>sh</c>; it is given ten seconds.</summary>
internal static class CommandLoad
{
    public static async Task VisitAsync(string line, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(new ProcessStartInfo("sh") { ArgumentList = { "-c", line }, UseShellExecute = false })!;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
