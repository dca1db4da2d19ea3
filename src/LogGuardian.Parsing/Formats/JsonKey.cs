namespace LogGuardian.Parsing;

/// <summary>What a JSON property means to the header.</summary>
internal enum JsonKey
{
    Other,
    Time,
    Level,

    /// <summary>A syslog severity number.</summary>
    Priority,
    Message,

    /// <summary>An object in which a logger nests level or message.</summary>
    Nest,
}
