namespace LogGuardian.Training;

/// <summary>Windows as another run of the system may log them.</summary>
internal static class WindowEdits
{
    /// <summary>Of a share of the messages each comes twice, changes places with the next, or is left out; of an anomalous window, whose reason nobody knows, none is left out.</summary>
    public static TrainingWindow Of(TrainingWindow window, double share, int maxMessages, Random random)
    {
        List<int> messages = [.. window.Messages.Span];
        for (int at = messages.Count - 1; at >= 0; at--)
        {
            if (random.NextDouble() >= share)
            {
                continue;
            }

            switch (random.Next(3))
            {
                case 0 when messages.Count < maxMessages:
                    messages.Insert(at, messages[at]);
                    break;
                case 1 when window.IsAnomaly == false && messages.Count > 2:
                    messages.RemoveAt(at);
                    break;
                default:
                    int next = Math.Min(at + 1, messages.Count - 1);
                    (messages[at], messages[next]) = (messages[next], messages[at]);
                    break;
            }
        }

        return window with { Messages = messages.ToArray() };
    }
}
