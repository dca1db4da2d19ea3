using System.Globalization;
using System.Text;

namespace LogGuardian.TestModels;

/// <summary>A small word-piece vocabulary of words that logs use, and a plain tokenizer for it.</summary>
public static class Vocabulary
{
    /// <summary>Ids of the tokens at the ends of a message.</summary>
    public const int Unknown = 1, Begin = 2, End = 3;

    private const string Words =
        "the of to in is a on for at from with by was has not and be it as are this an or "
        + "below sequence system log messages normal anomalous "
        + "error errors failed failure fatal panic kernel exception warning warn info debug critical severe timeout timed out abort aborted crash core dump memory disk "
        + "full space left device no connection refused reset closed opened open close read write received receiving sent sending request response server client service "
        + "started starting stopped stopping stop start shut down up ready done complete completed success successfully ok user session id login logout password invalid "
        + "authentication permission denied access root file files directory path block blocks size bytes packet responder src dest address port host node cache "
        + "instruction data parity detected corrected interrupt register machine check tree network torus ce sym mask total corrupt checksum retry retrying attempt "
        + "order orders payment stored shipped batch product products stock cart customer accepted rejected price query database postgres statement execute duration ms "
        + "select insert update delete where lock deadlock transaction commit rollback checkpoint vacuum table index row rows column key value null pool "
        + "http get post put status code api health trace span thread process worker job task queue message event number num hex ip time date syncing fault "
        + "segment segmentation killed signal exit exited terminated temperature threshold cpu fan power supply link lost unreachable unavailable overload capacity limit "
        + "added map allocate allocated verification succeeded terminating served serving deleting ask replicate thrown while got terminal application unhandled "
        + "s t d re un er ing ed ly tion";

    private const string Suffixes = "ing ed er es ion tion able ly ment or al ity ate ized";

    /// <summary>The tokens by their ids.</summary>
    public static IReadOnlyList<string> Tokens { get; } =
    [
        .. new[]
            {
                ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
                Enumerable.Range('!', '~' - '!' + 1).Where(c => !char.IsAsciiLetterUpper((char)c)).Select(c => ((char)c).ToString()),
                Enumerable.Range('0', 10).Concat(Enumerable.Range('a', 26)).Select(c => "##" + (char)c),
                Words.Split(' '),
                Suffixes.Split(' ').Select(suffix => "##" + suffix),
            }
            .SelectMany(tokens => tokens).Distinct(),
    ];

    /// <summary>What <c>vocab.txt</c> holds.</summary>
    public static string File => string.Join('\n', Tokens) + "\n";

    /// <summary>The ids of a text of ASCII characters, without the tokens at its ends.</summary>
    public static long[] Read(string text)
    {
        var ids = Tokens.Index().ToDictionary(token => token.Item, token => (long)token.Index);
        var spaced = new StringBuilder();
        foreach (char c in text.ToLower(CultureInfo.InvariantCulture))
        {
            _ = char.IsAsciiLetterOrDigit(c) ? spaced.Append(c) : char.IsWhiteSpace(c) ? spaced.Append(' ') : spaced.Append(' ').Append(c).Append(' ');
        }

        return [.. spaced.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, ids))];
    }

    /// <summary>The ids of a message, cut to a number of tokens.</summary>
    public static long[] ReadMessage(string text, int maxTokens) => [Begin, .. Read(text).Take(maxTokens - 2), End];

    private static IEnumerable<long> Pieces(string word, Dictionary<string, long> ids)
    {
        for (int at = 0; at < word.Length;)
        {
            int end = word.Length;
            long id;
            while (!ids.TryGetValue((at > 0 ? "##" : "") + word[at..end], out id))
            {
                end--;
            }

            yield return id;
            at = end;
        }
    }
}
