namespace LogGuardian.Evaluation;

/// <summary>A count vector and how many training units have it.</summary>
/// <param name="Pairs">Event, count, event, count and so on, by event.</param>
internal sealed record EventCounts(int[] Pairs)
{
    /// <summary>Units that are normal or carry no label.</summary>
    public long Normal { get; set; }

    public long Anomalous { get; set; }

    public long Units => Normal + Anomalous;
}
