using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>How templates of the test part are edited; see <see cref="Protocol.EditShare"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EditKind>))]
public enum EditKind
{
    /// <summary>
    /// <c>edited</c>: for every five words of a template one is changed, inserted, removed or swapped with the next one, at least one; in the manner of the
    /// unstable logs of Zhang et al., Robust Log-Based Anomaly Detection on Unstable Log Data, ESEC/FSE 2019.
    /// </summary>
    [JsonStringEnumMemberName("edited")]
    Edited,

    /// <summary><c>replaced</c>: every word is another one; only the order of values and what stands between them stays.</summary>
    [JsonStringEnumMemberName("replaced")]
    Replaced,
}
