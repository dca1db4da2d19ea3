using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>Which units a method may learn from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingUnits>))]
public enum TrainingUnits
{
    /// <summary><c>all</c>: all of the training part, anomalies included.</summary>
    [JsonStringEnumMemberName("all")]
    All,

    /// <summary>
    /// <c>normal</c>: normal units alone. Where units are drawn or the first sessions are taken, the share or count is one of the normal units, and
    /// all others, anomalies included, are judged. Where lines are divided in time, and in folds, the anomalous units of the training part are left out.
    /// </summary>
    [JsonStringEnumMemberName("normal")]
    Normal,
}
