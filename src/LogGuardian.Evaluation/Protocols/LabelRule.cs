using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>When a unit counts as anomalous. Labels that the data give their sessions always hold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LabelRule>))]
public enum LabelRule
{
    /// <summary><c>any-line</c>: when one of its lines is.</summary>
    [JsonStringEnumMemberName("any-line")]
    AnyLine,

    /// <summary><c>line-share</c>: when at least <see cref="Protocol.LineShare"/> of its lines are.</summary>
    [JsonStringEnumMemberName("line-share")]
    LineShare,

    /// <summary><c>given</c>: when the data say so of the session; an error where they label lines only.</summary>
    [JsonStringEnumMemberName("given")]
    Given,
}
