namespace LogGuardian.Benchmarks;

/// <summary>Hands over lines that are in memory, so that no disk is measured.</summary>
internal sealed class ArraySource(LogLine[] lines) : ILogSource
{
    public async IAsyncEnumerable<LogLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (LogLine line in lines)
        {
            yield return line;
        }
    }
}
