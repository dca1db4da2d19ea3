namespace LogGuardian.Evaluation;

/// <summary>Where the records of a session are.</summary>
/// <param name="key">The session key.</param>
/// <param name="system">The system of its first record.</param>
/// <param name="first">Ordinal of its first record.</param>
internal sealed class SessionSpan(string key, string system, int first)
{
    public string Key { get; } = key;

    public string System { get; } = system;

    public int First { get; } = first;

    /// <summary>Ordinal of its last record.</summary>
    public int Last { get; private set; } = first;

    public int Lines { get; private set; }

    public int AnomalousLines { get; private set; }

    public void Add(int ordinal, bool isAnomalous)
    {
        Last = ordinal;
        Lines++;
        AnomalousLines += isAnomalous ? 1 : 0;
    }
}
