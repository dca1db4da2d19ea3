namespace LogGuardian.Parsing;

/// <summary>What a JSON property means to the header.</summary>
internal enum JsonKey
{
    Other,
    Time,
    Level,

    /// <summary>A severity number of the OpenTelemetry log data model.</summary>
    Number,

    /// <summary>A syslog severity number.</summary>
    Priority,
    Message,

    /// <summary>A message template, whose values stand in the same object.</summary>
    Template,

    /// <summary>The text of an exception: type, message and frames.</summary>
    Exception,
    ExceptionType,
    ExceptionMessage,

    /// <summary>An object in which a logger nests level or message.</summary>
    Nest,

    /// <summary>An object in which a logger puts a template's values and perhaps the template.</summary>
    Values,

    /// <summary>Values as <see cref="Values"/>, or as an array of keys and values.</summary>
    Attributes,
}
