using System.Text;

namespace LogGuardian.Evaluation;

/// <summary>
/// What a new release does to the texts of a log: of the templates that the training part has, a share is chosen by seed, each with the same chance however
/// often it comes, and every line of a chosen one is edited in the same way. Values stay as they are.
/// </summary>
internal sealed class TemplateEdits(double share, EditKind kind, int seed)
{
    private const int WordsPerEdit = 5;

    // A part of a name or of a number is no word.
    private const int ShortestWord = 2;

    private static readonly string[] Vocabulary =
    [
        "actually", "already", "batch", "begun", "careful", "channel", "client", "current", "device", "done", "entry", "finally", "handler", "incoming", "item", "just",
        "later", "module", "moving", "newly", "object", "orderly", "peer", "planned", "portion", "quickly", "region", "regular", "routine", "sector", "segment",
        "settled", "single", "slot", "stage", "step", "stored", "stream", "target", "task", "token", "transfer", "unit", "update", "usual", "via", "volume", "worker",
    ];

    private readonly HashSet<int> _chosen = [];

    private enum Edit
    {
        Change,
        Insert,
        Remove,
        Swap,
    }

    /// <summary>Chooses among the events of the training part.</summary>
    /// <param name="events">How many there are.</param>
    public void Choose(int events)
    {
        _chosen.Clear();
        int[] order = [.. Enumerable.Range(0, events)];
        new Random(seed).Shuffle(order);
        _chosen.UnionWith(order.Take((int)Math.Round(share * events, MidpointRounding.AwayFromZero)));
    }

    public bool IsChosen(int number) => _chosen.Contains(number);

    /// <summary>The content of a line of a chosen event, edited.</summary>
    /// <param name="number">The event.</param>
    /// <param name="content">The content.</param>
    /// <param name="values">Where values stand in it, in order.</param>
    public byte[] Apply(int number, ReadOnlySpan<byte> content, ReadOnlySpan<Parameter> values)
    {
        List<Range> places = WordsOf(content, values);
        string[] words = [.. Decode(content, places)];
        var random = new Random(unchecked((seed * 397) ^ number));
        if (kind == EditKind.Replaced)
        {
            for (int i = 0; i < words.Length; i++)
            {
                words[i] = Another(random);
            }
        }
        else
        {
            for (int left = words.Length == 0 ? 0 : 1 + ((words.Length - 1) / WordsPerEdit); left > 0; left--)
            {
                EditOne(words, random);
            }
        }

        return Join(content, places, words);
    }

    private static void EditOne(string[] words, Random random)
    {
        int at = random.Next(words.Length);
        string other = Another(random);
        switch ((Edit)random.Next(4))
        {
            case Edit.Swap when words.Length > 1:
                int next = (at + 1) % words.Length;
                (words[at], words[next]) = (words[next], words[at]);
                break;
            case Edit.Remove when words.Count(word => word.Length > 0) > 2:
                words[at] = "";
                break;
            case Edit.Insert:
                words[at] = $"{other} {words[at]}".TrimEnd();
                break;
            default:
                words[at] = other;
                break;
        }
    }

    private static string Another(Random random) => Vocabulary[random.Next(Vocabulary.Length)];

    private static List<string> Decode(ReadOnlySpan<byte> content, List<Range> places)
    {
        var words = new List<string>(places.Count);
        foreach (Range place in places)
        {
            words.Add(Encoding.ASCII.GetString(content[place]));
        }

        return words;
    }

    private static List<Range> WordsOf(ReadOnlySpan<byte> content, ReadOnlySpan<Parameter> values)
    {
        var places = new List<Range>();
        int value = 0;
        for (int start = 0; start < content.Length;)
        {
            while (value < values.Length && values[value].Start + values[value].Length <= start)
            {
                value++;
            }

            if (value < values.Length && values[value].Start <= start)
            {
                start = values[value].Start + values[value].Length;
                continue;
            }

            int border = value < values.Length ? values[value].Start : content.Length;
            int end = start;
            while (end < border && IsNamePart(content[end]))
            {
                end++;
            }

            ReadOnlySpan<byte> run = content[start..end];
            if (run.Length >= ShortestWord && !run.ContainsAnyExceptInRange((byte)'A', (byte)'z') && !run.Contains((byte)'_'))
            {
                places.Add(start..end);
            }

            start = Math.Max(end, start + 1);
        }

        return places;
    }

    private static bool IsNamePart(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_';

    private static byte[] Join(ReadOnlySpan<byte> content, List<Range> places, string[] words)
    {
        var edited = new List<byte>(content.Length + 32);
        int done = 0;
        for (int i = 0; i < places.Count; i++)
        {
            edited.AddRange(content[done..places[i].Start.Value]);
            edited.AddRange(Encoding.ASCII.GetBytes(words[i]));
            done = places[i].End.Value;

            // A word goes with the space behind it.
            done += words[i].Length == 0 && done < content.Length && content[done] == (byte)' ' ? 1 : 0;
        }

        edited.AddRange(content[done..]);
        return [.. edited];
    }
}
