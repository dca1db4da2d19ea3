namespace LogGuardian.Cli;

/// <summary>Takes every detection of a scan and shows those that were asked for.</summary>
internal interface IScanReport
{
    void Add(Detection detection);

    /// <summary>Writes what was kept back until the end.</summary>
    void Complete();

    /// <summary>Lets the reader have what was written.</summary>
    void Flush();
}
