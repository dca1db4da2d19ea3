namespace LogGuardian.Parsing;

/// <summary>What a JSON line says of time, level and message, and where.</summary>
internal struct JsonFound
{
    public long UtcTicks;
    public LogSeverity Severity;

    /// <summary>Rank of the message; the lower, the better.</summary>
    public int Rank;

    /// <summary>Where the message is, quotes or brackets excluded.</summary>
    public JsonPart Message;

    /// <summary>Whether the message is an array of bytes, as journald writes what is not plain text.</summary>
    public bool IsBytes;

    /// <summary>The message template.</summary>
    public JsonPart Template;

    /// <summary>The exception that was logged.</summary>
    public GivenException Exception;

    /// <summary>The object or array with the values of the template.</summary>
    public JsonPart Values;

    /// <summary>An object named <c>Properties</c>, where some loggers put the values of a template that stands beside it.</summary>
    public JsonPart Properties;

    /// <summary>The first values of the line's own object.</summary>
    public JsonProperties Listed;

    /// <summary>A level of one digit, which means something to syslog's heirs only.</summary>
    public int Digit;

    /// <summary>Whether the line is a Serilog event in compact form, which leaves the level out when it is Information.</summary>
    public bool IsCompact;
}
