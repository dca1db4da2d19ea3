using System.Text;
using System.Text.Json.Nodes;
using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Tokenizers;

/// <summary>Small tokenizers whose vocabularies come from lines, as <c>tokenizer.json</c>. The same lines make the same tokenizer.</summary>
internal static class TrainedTokenizers
{
    public const string Llama3Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string QwenPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public static string[] WordPieces(IReadOnlyList<string> lines, bool lowerCase)
    {
        string[] words = [.. Words(lines, lowerCase, 1500)];
        IEnumerable<string> characters = string.Concat(words).Distinct().Select(c => c.ToString()).Order(StringComparer.Ordinal);
        IEnumerable<string> ends = words.Where(word => word.Length > 3).SelectMany(word => new[] { word[2..], word[^2..], word[^3..] }).Select(end => "##" + end);
        return
        [
            .. new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" }
                .Concat(Enumerable.Range(33, 94).Select(c => ((char)c).ToString()))
                .Concat(Enumerable.Range(33, 94).Select(c => "##" + (char)c))
                .Concat(characters).Concat(characters.Select(c => "##" + c)).Concat(words).Concat(ends)
                .Where(token => !lowerCase || !token.Any(char.IsUpper) || token[0] == '[').Distinct(),
        ];
    }

    public static JsonObject WordPiece(string[] tokens, bool lowerCase) => Tokenizer(
        new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = 100,
            ["vocab"] = Vocabulary(tokens),
        },
        normalizer: new JsonObject { ["type"] = "BertNormalizer", ["clean_text"] = true, ["handle_chinese_chars"] = true, ["strip_accents"] = null, ["lowercase"] = lowerCase },
        split: new JsonObject { ["type"] = "BertPreTokenizer" },
        ends: Template(tokens, "[CLS]", "[SEP]"),
        special: tokens[..5],
        tokens);

    public static JsonObject Gpt2(IReadOnlyList<string> lines)
    {
        var split = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true };
        return BytePairs(lines, normalizer: null, split, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], tokens => new JsonObject
        {
            ["type"] = "RobertaProcessing",
            ["sep"] = new JsonArray("</s>", Array.IndexOf(tokens, "</s>")),
            ["cls"] = new JsonArray("<s>", Array.IndexOf(tokens, "<s>")),
            ["trim_offsets"] = true,
            ["add_prefix_space"] = true,
        });
    }

    public static JsonObject Modern(IReadOnlyList<string> lines, string pattern, string? normalizer) => BytePairs(
        lines,
        normalizer is null ? null : new JsonObject { ["type"] = normalizer },
        new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray(
                new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false },
                new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
        },
        ["<|begin_of_text|>", "<|endoftext|>"],
        tokens => new JsonObject
        {
            ["type"] = "Sequence",
            ["processors"] = new JsonArray(new JsonObject { ["type"] = "ByteLevel" }, Template(tokens, "<|begin_of_text|>", null)),
        });

    /// <summary>As Llama 2: no words at all, and bytes for unknown characters.</summary>
    public static JsonObject Llama2(IReadOnlyList<string> lines)
    {
        string[] words = [.. Words(lines, lowerCase: false, 1500).Select(word => "\u2581" + word)];
        List<(string, string)> merges = Merges(words, 600);
        string[] characters = [.. string.Concat(words).Distinct().Select(c => c.ToString()).Order(StringComparer.Ordinal)];
        string[] tokens =
        [
            .. new[] { "<unk>", "<s>", "</s>" }.Concat(Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>")).Concat(characters)
                .Concat(merges.Select(merge => merge.Item1 + merge.Item2)).Distinct(),
        ];
        var normalizer = new JsonObject
        {
            ["type"] = "Sequence",
            ["normalizers"] = new JsonArray(
                new JsonObject { ["type"] = "Prepend", ["prepend"] = "\u2581" },
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = "\u2581" }),
        };
        var model = new JsonObject
        {
            ["type"] = "BPE",
            ["unk_token"] = "<unk>",
            ["fuse_unk"] = true,
            ["byte_fallback"] = true,
            ["vocab"] = Vocabulary(tokens),
            ["merges"] = new JsonArray([.. merges.Select(merge => JsonValue.Create($"{merge.Item1} {merge.Item2}"))]),
        };
        return Tokenizer(model, normalizer, null, Template(tokens, "<s>", null), tokens[..3], tokens);
    }

    public static JsonObject Unigram(IReadOnlyList<string> lines)
    {
        string[] words = [.. Words(lines, lowerCase: false, 1500).Select(word => "\u2581" + word)];
        var counts = new Dictionary<string, int>();
        foreach (string word in words)
        {
            for (int start = 0; start < word.Length; start++)
            {
                for (int end = start + 1; end <= Math.Min(word.Length, start + 6); end++)
                {
                    counts[word[start..end]] = counts.GetValueOrDefault(word[start..end]) + 1;
                }
            }
        }

        string[] pieces = [.. counts.Where(pair => pair.Key.Length == 1 || pair.Value >= 8).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        string[] tokens = ["<s>", "<pad>", "</s>", "<unk>", .. pieces];
        double total = pieces.Sum(piece => counts[piece]);

        // Multiples of 1/1024, whose sums are exact: where two ways to cut are equally likely, rounding must not choose.
        double Score(string token) => counts.TryGetValue(token, out int count) ? Math.Round(1024 * Math.Log(count / total)) / 1024 : 0;
        var vocabulary = new JsonArray([.. tokens.Select(token => (JsonNode)new JsonArray(token, Score(token)))]);
        var model = new JsonObject { ["type"] = "Unigram", ["unk_id"] = 3, ["byte_fallback"] = false, ["vocab"] = vocabulary };
        return Tokenizer(
            model,
            new JsonObject { ["type"] = "NFKC" },
            new JsonObject { ["type"] = "Metaspace", ["replacement"] = "\u2581", ["prepend_scheme"] = "always", ["split"] = true },
            Template(tokens, "<s>", "</s>"),
            tokens[..4],
            tokens);
    }

    private static JsonObject BytePairs(IReadOnlyList<string> lines, JsonObject? normalizer, JsonObject split, string[] special, Func<string[], JsonObject> ends)
    {
        string[] words = [.. Words(lines, lowerCase: false, 1500).SelectMany(word => new[] { word, " " + word }).Select(word => Encoding.UTF8.GetString(ByteLevel.Show(Encoding.UTF8.GetBytes(word))))];
        List<(string, string)> merges = Merges(words, 800);
        IEnumerable<string> bytes = Enumerable.Range(0, 256).Select(b => Encoding.UTF8.GetString(ByteLevel.Show([(byte)b])));
        string[] tokens = [.. special.Concat(bytes).Concat(merges.Select(merge => merge.Item1 + merge.Item2)).Distinct()];
        var model = new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["ignore_merges"] = special.Length == 2,
            ["vocab"] = Vocabulary(tokens),
            ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)new JsonArray(merge.Item1, merge.Item2))]),
        };
        return Tokenizer(model, normalizer, split, ends(tokens), special, tokens);
    }

    private static JsonObject Tokenizer(JsonObject model, JsonObject? normalizer, JsonObject? split, JsonObject ends, string[] special, string[] tokens) => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray([.. special.Select(token => new JsonObject
        {
            ["id"] = Array.IndexOf(tokens, token),
            ["content"] = token,
            ["single_word"] = false,
            ["lstrip"] = token == "<mask>",
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        })]),
        ["normalizer"] = normalizer,
        ["pre_tokenizer"] = split,
        ["post_processor"] = ends,
        ["decoder"] = null,
        ["model"] = model,
    };

    private static JsonObject Template(string[] tokens, string first, string? last)
    {
        var single = new JsonArray(Part("SpecialToken", first), Part("Sequence", "A"));
        var special = new JsonObject { [first] = Ids(first) };
        if (last is not null)
        {
            single.Add(Part("SpecialToken", last));
            special[last] = Ids(last);
        }

        return new JsonObject { ["type"] = "TemplateProcessing", ["single"] = single, ["pair"] = new JsonArray(), ["special_tokens"] = special };

        static JsonNode Part(string kind, string id) => new JsonObject { [kind] = new JsonObject { ["id"] = id, ["type_id"] = 0 } };
        JsonObject Ids(string token) => new() { ["id"] = token, ["ids"] = new JsonArray(Array.IndexOf(tokens, token)), ["tokens"] = new JsonArray(token) };
    }

    private static JsonObject Vocabulary(string[] tokens) => new(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)JsonValue.Create(id))));

    /// <summary>The words that come most often.</summary>
    private static IEnumerable<string> Words(IReadOnlyList<string> lines, bool lowerCase, int most) => lines
        .SelectMany(line => (lowerCase ? line.ToLowerInvariant() : line).Split([' ', '\t', ',', '[', ']', '(', ')', '/', ':', '=', '"', '.', '-', '_']))
        .Where(word => word.Length is > 0 and < 20 && !word.Any(char.IsSurrogate))
        .CountBy(word => word).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most).Select(pair => pair.Key);

    private static List<(string, string)> Merges(string[] words, int most)
    {
        List<string>[] parts = [.. words.Select(word => word.Select(c => c.ToString()).ToList())];
        var merges = new List<(string, string)>();
        while (merges.Count < most)
        {
            var best = parts.SelectMany(part => part.Zip(part.Skip(1))).CountBy(pair => pair)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.First + " " + pair.Key.Second, StringComparer.Ordinal).First();
            if (best.Value < 2)
            {
                break;
            }

            merges.Add(best.Key);
            foreach (List<string> part in parts)
            {
                for (int i = 0; i + 1 < part.Count; i++)
                {
                    if ((part[i], part[i + 1]) == best.Key)
                    {
                        part[i] += part[i + 1];
                        part.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }
}
