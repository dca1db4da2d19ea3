namespace LogGuardian;

/// <summary>Reads one stream, or one file, to its end.</summary>
internal sealed class StreamLogSource(string name, Func<Stream> open, bool leaveOpen, LogReadOptions options) : ILogSource
{
    public IAsyncEnumerable<LogLine> ReadAsync(CancellationToken cancellationToken = default) =>
        new LineSequence(_ => Open(), options, onProblem: null, cancellationToken);

    private IEnumerable<OpenLog> Open()
    {
        yield return new OpenLog(name, open(), leaveOpen);
    }
}
