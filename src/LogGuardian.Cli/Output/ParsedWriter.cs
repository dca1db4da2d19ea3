namespace LogGuardian.Cli;

/// <summary>Prints parsed lines.</summary>
internal abstract class ParsedWriter : IDisposable
{
    public abstract void Write(in ParsedLog log);

    /// <summary>Writes what was kept back.</summary>
    public abstract void Complete();

    public abstract void Dispose();
}
