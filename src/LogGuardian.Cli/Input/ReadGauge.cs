namespace LogGuardian.Cli;

/// <summary>How far the file at hand was read. Written by the reader, looked at by the progress bar.</summary>
internal sealed class ReadGauge
{
    private long _read;
    private long _length;

    public string Name { get; private set; } = "";

    public double Share => Volatile.Read(ref _length) is var length and > 0 ? Math.Min(1, (double)Volatile.Read(ref _read) / length) : 0;

    /// <summary>False while nothing has a length: standard input, a directory.</summary>
    public bool HasLength => Volatile.Read(ref _length) > 0;

    public void Start(string name, long length)
    {
        Name = name;
        Volatile.Write(ref _read, 0);
        Volatile.Write(ref _length, length);
    }

    public void Add(int bytes) => Interlocked.Add(ref _read, bytes);
}
