namespace LogGuardian.Inference;

/// <summary>When <see cref="Metaspace"/> puts a space first.</summary>
internal enum MetaspacePrefix
{
    /// <summary>Before every piece.</summary>
    Always,

    /// <summary>Before the piece that begins the message.</summary>
    First,

    /// <summary>Never.</summary>
    Never,
}
