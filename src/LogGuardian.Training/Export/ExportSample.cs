using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Messages and windows that an exported bundle is compared with its model on.</summary>
internal static class ExportSample
{
    private const int MostMessages = 64, MostWindows = 32;

    private static readonly string[] Lines =
    [
        "Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106 dest: /10.250.19.102:50010",
        "PacketResponder 1 for block blk_38865049064139660 terminating",
        "Verification succeeded for blk_-6952295868487656571",
        "instruction cache parity error corrected",
        "ciod: failed to read message prefix on control stream (CioStream socket to 172.16.96.116:33569",
        "session opened for user root by (uid=0)",
        "GET /api/orders/17 responded 200 in 12.5 ms",
        "connection refused: host=10.0.0.7 port=5432",
        "kernel panic: not syncing",
        "worker ready",
    ];

    /// <summary>Windows that are spread evenly over a set, and their messages. Only messages are taken that masks leave as they are: the bundle masks them once more.</summary>
    public static TrainingSet Of(TrainingSet? set, BundleMessage message, int maxMessages)
    {
        var sample = new TrainingSet();
        var texts = new MessageIndex(sample, message);
        TrainingSet source = set is { Windows.Count: > 0 } ? set : Common(message);
        for (int i = 0; i < MostWindows && i < source.Windows.Count; i++)
        {
            TrainingWindow window = source.Windows[(int)((long)i * source.Windows.Count / Math.Min(MostWindows, source.Windows.Count))];
            string[] stable = [.. window.Messages.ToArray().Select(each => source.Messages[each]).Where(IsStable)];
            stable = stable[..Math.Min(stable.Length, maxMessages)];
            if (stable.Length > 0 && stable.Count(text => !sample.Messages.Contains(text)) + sample.Messages.Count <= MostMessages)
            {
                sample.Add(stable, null);
            }
        }

        return sample.Windows.Count > 0 || set is null ? sample : Of(null, message, maxMessages);

        bool IsStable(string text) => text.Length > message.Prefix.Length && texts.TextOf(text[message.Prefix.Length..]) == text;
    }

    private static TrainingSet Common(BundleMessage message)
    {
        var set = new TrainingSet();
        var texts = new MessageIndex(set, message);
        int[] all = Array.ConvertAll(Lines, texts.Of);
        for (int length = 1; length <= all.Length; length++)
        {
            set.Add(all[^length..], null);
        }

        return set;
    }
}
