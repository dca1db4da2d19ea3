using System.Text;

namespace LogGuardian.Tests.Cli;

/// <summary>Output of the tool that presses Ctrl+C when a text was written.</summary>
internal sealed class StoppingStream(string text, CancellationTokenSource stop) : MemoryStream
{
    // What writes spans comes here as well.
    public override void Write(byte[] buffer, int offset, int count)
    {
        base.Write(buffer, offset, count);
        if (!stop.IsCancellationRequested && Encoding.UTF8.GetString(ToArray()).Contains(text, StringComparison.Ordinal))
        {
            stop.Cancel();
        }
    }
}
