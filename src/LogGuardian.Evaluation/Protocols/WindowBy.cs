using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>How the lines of a data set that does not come in sessions become units.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WindowBy>))]
public enum WindowBy
{
    /// <summary><c>lines</c>: windows of <see cref="ProtocolWindow.Size"/> lines.</summary>
    [JsonStringEnumMemberName("lines")]
    Lines,

    /// <summary><c>time</c>: windows of <see cref="ProtocolWindow.Span"/> event time.</summary>
    [JsonStringEnumMemberName("time")]
    Time,

    /// <summary><c>session</c>: all lines that share a match of <see cref="ProtocolWindow.Key"/>.</summary>
    [JsonStringEnumMemberName("session")]
    Session,

    /// <summary><c>host</c>: all lines of a host that the header names; for BGL, Thunderbird, Liberty and Spirit.</summary>
    [JsonStringEnumMemberName("host")]
    Host,

    /// <summary><c>data</c>: as the data say; an error where they say nothing.</summary>
    [JsonStringEnumMemberName("data")]
    Data,
}
