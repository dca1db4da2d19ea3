namespace LogGuardian;

/// <summary>What a parameter looks like: the mask that matched it, or <see cref="Text"/> for a plain wildcard.</summary>
public enum ParameterKind : byte
{
    /// <summary>A part that varies between lines of the template; written <c>&lt;*&gt;</c>.</summary>
    Text = 0,

    /// <summary>Integer or decimal number, with or without sign or percent sign; <c>&lt;NUM&gt;</c>.</summary>
    Number,

    /// <summary>Hexadecimal number; <c>&lt;HEX&gt;</c>.</summary>
    Hex,

    /// <summary>IPv4 or IPv6 address, with or without port; <c>&lt;IP&gt;</c>.</summary>
    IpAddress,

    /// <summary>UUID; <c>&lt;UUID&gt;</c>.</summary>
    Uuid,

    /// <summary>File path; <c>&lt;PATH&gt;</c>.</summary>
    Path,

    /// <summary>URL; <c>&lt;URL&gt;</c>.</summary>
    Url,

    /// <summary>Date or time of day; <c>&lt;TIME&gt;</c>.</summary>
    Time,

    /// <summary>An identifier that mixes letters and digits; <c>&lt;ID&gt;</c>.</summary>
    Identifier,

    /// <summary>A number with a unit of time, such as <c>12ms</c> or <c>1m30.5s</c>; <c>&lt;DURATION&gt;</c>.</summary>
    Duration,

    /// <summary>A number with a unit of bytes, such as <c>17B</c> or <c>1.5GB</c>; <c>&lt;SIZE&gt;</c>.</summary>
    Size,

    /// <summary>E-mail address whose domain has a dot; <c>&lt;EMAIL&gt;</c>.</summary>
    Email,

    /// <summary>Name of a host with its port; <c>&lt;HOST&gt;</c>.</summary>
    Host,

    /// <summary>What a mask of the user matched; written by its name, such as <c>&lt;ORDER&gt;</c>.</summary>
    Custom,
}
