using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>How a protocol divides units into those to learn from and those to be judged on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SplitKind>))]
public enum SplitKind
{
    /// <summary><c>chronological</c>: the first ones train. Where windows are cut, lines are divided first: no window spans both parts.</summary>
    [JsonStringEnumMemberName("chronological")]
    Chronological,

    /// <summary><c>random</c>: units are drawn at random.</summary>
    [JsonStringEnumMemberName("random")]
    Random,

    /// <summary><c>session-random</c>: as random, of data that come in sessions; an error on windows, whose neighbours would be on both sides.</summary>
    [JsonStringEnumMemberName("session-random")]
    SessionRandom,

    /// <summary><c>leave-one-out</c>: each system is judged once by what the others taught.</summary>
    [JsonStringEnumMemberName("leave-one-out")]
    LeaveOneOut,

    /// <summary>
    /// <c>within-system</c>: each system is judged once by what its own beginning taught. As with <c>chronological</c>, lines of each of its logs are divided before
    /// windows are cut.
    /// </summary>
    [JsonStringEnumMemberName("within-system")]
    WithinSystem,

    /// <summary><c>kfold</c>: units are dealt at random into folds, each of which is judged once by what the others taught.</summary>
    [JsonStringEnumMemberName("kfold")]
    KFold,

    /// <summary><c>stratified-kfold</c>: as kfold, and every fold has its share of the anomalies.</summary>
    [JsonStringEnumMemberName("stratified-kfold")]
    StratifiedKFold,
}
