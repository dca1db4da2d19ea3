using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LogGuardian.Inference;

/// <summary>Reads normalizers and pre-tokenizers of <c>tokenizer.json</c>.</summary>
internal static class JsonSteps
{
    // The three expressions that byte-pair models are published with; all look ahead, so that they are recognised and not run.
    private const string Ahead = @"|\s+(?!\S)|\s+";
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+" + Ahead;
    private const string ModernStart = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}";
    private const string ModernEnd = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+" + Ahead;

    public static IEnumerable<TextStep> Normalizers(JsonElement? json)
    {
        if (json is not { } normalizer)
        {
            return [];
        }

        string type = normalizer.RequiredText("type");
        switch (type)
        {
            case "Sequence":
                return [.. normalizer.Required("normalizers", JsonValueKind.Array).EnumerateArray().SelectMany(inner => Normalizers(inner))];
            case "BertNormalizer":
                bool lowerCase = normalizer.Flag("lowercase", true);
                return [new BertNormalizer(
                    normalizer.Flag("clean_text", true), normalizer.Flag("handle_chinese_chars", true), normalizer.Flag("strip_accents", lowerCase), lowerCase)];
            case "NFC":
                return [new UnicodeNormalizer(NormalizationForm.FormC)];
            case "NFD":
                return [new UnicodeNormalizer(NormalizationForm.FormD)];
            case "NFKC":
                return [new UnicodeNormalizer(NormalizationForm.FormKC)];
            case "NFKD":
                return [new UnicodeNormalizer(NormalizationForm.FormKD)];
            case "Lowercase":
                return [new CharacterNormalizer(lowerCase: true, stripMarks: false)];
            case "StripAccents":
                return [new CharacterNormalizer(lowerCase: false, stripMarks: true)];
            case "Strip":
                return [new EdgeNormalizer(normalizer.Flag("strip_left", true), normalizer.Flag("strip_right", true), [])];
            case "Prepend":
                return [new EdgeNormalizer(false, false, Encoding.UTF8.GetBytes(normalizer.RequiredText("prepend")))];
            case "Replace":
                return [new ReplaceNormalizer(Pattern(normalizer), Encoding.UTF8.GetBytes(normalizer.RequiredText("content")))];
            case "Precompiled":
                throw JsonFields.Unsupported("the normalizer 'Precompiled'", "Use the model's SentencePiece file with kind 'sentencepiece' instead.");
            default:
                throw JsonFields.Unsupported(
                    $"the normalizer '{type}'", "Supported are BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Prepend, Replace and Sequence.");
        }
    }

    public static IEnumerable<TextStep> Splits(JsonElement? json)
    {
        if (json is not { } splitter)
        {
            return [];
        }

        string type = splitter.RequiredText("type");
        switch (type)
        {
            case "Sequence":
                return [.. splitter.Required("pretokenizers", JsonValueKind.Array).EnumerateArray().SelectMany(inner => Splits(inner))];
            case "BertPreTokenizer":
                return [new BertSplit()];
            case "WhitespaceSplit":
                return [new SplitStep(new CharacterPattern(CharacterClass.WhiteSpace), SplitBehavior.Removed, invert: false)];
            case "Whitespace":
                return [new SplitStep(new CharacterPattern(CharacterClass.Words), SplitBehavior.Removed, invert: true)];
            case "Punctuation":
                return [new SplitStep(new CharacterPattern(CharacterClass.Punctuation), Behavior(splitter, SplitBehavior.Isolated), invert: false)];
            case "Digits":
                SplitBehavior digits = splitter.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous;
                return [new SplitStep(new CharacterPattern(CharacterClass.Numbers), digits, invert: false)];
            case "Split":
                return [new SplitStep(Pattern(splitter), Behavior(splitter, null), splitter.Flag("invert", false))];
            case "Metaspace":
                return [new Metaspace(Encoding.UTF8.GetBytes(splitter.Text("replacement") ?? "\u2581"), Prefix(splitter), splitter.Flag("split", true))];
            case "ByteLevel":
                return ByteLevels(splitter);
            default:
                throw JsonFields.Unsupported(
                    $"the pre-tokenizer '{type}'",
                    "Supported are BertPreTokenizer, Whitespace, WhitespaceSplit, Punctuation, Digits, Split, Metaspace, ByteLevel and Sequence.");
        }
    }

    private static IEnumerable<TextStep> ByteLevels(JsonElement splitter)
    {
        if (splitter.Flag("add_prefix_space", true))
        {
            yield return new Metaspace([(byte)' '], MetaspacePrefix.Always, split: false);
        }

        if (splitter.Flag("use_regex", true))
        {
            yield return new SplitStep(new BytePairWords(modern: false, digits: 0), SplitBehavior.Isolated, invert: false);
        }

        yield return new ByteLevel();
    }

    private static MetaspacePrefix Prefix(JsonElement splitter) => splitter.Text("prepend_scheme") switch
    {
        null => splitter.Flag("add_prefix_space", true) ? MetaspacePrefix.Always : MetaspacePrefix.Never,
        "always" => MetaspacePrefix.Always,
        "first" => MetaspacePrefix.First,
        "never" => MetaspacePrefix.Never,
        string other => throw JsonFields.Unsupported($"the prepend_scheme '{other}'", "It is always, first or never."),
    };

    private static SplitBehavior Behavior(JsonElement splitter, SplitBehavior? otherwise)
    {
        string? name = splitter.Text("behavior");
        return name is null && otherwise is { } known ? known
            : Enum.TryParse(name, out SplitBehavior behavior) && Enum.IsDefined(behavior) ? behavior
            : throw JsonFields.Unsupported($"the behavior '{name}'", $"It is {string.Join(", ", Enum.GetNames<SplitBehavior>())}.");
    }

    private static TextPattern Pattern(JsonElement step)
    {
        JsonElement pattern = step.Required("pattern", JsonValueKind.Object);
        if (pattern.Text("String") is { } literal)
        {
            return new LiteralPattern(Encoding.UTF8.GetBytes(literal));
        }

        string regex = pattern.RequiredText("Regex");
        return regex switch
        {
            Gpt2 => new BytePairWords(modern: false, digits: 0),
            ModernStart + "{1,3}" + ModernEnd => new BytePairWords(modern: true, digits: 3),
            ModernStart + ModernEnd => new BytePairWords(modern: true, digits: 1),
            _ => new RegexPattern(Compile(regex)),
        };
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw JsonFields.Unsupported(
                $"the regular expression '{pattern}'", $"Expressions run without backtracking; of those that look ahead, GPT-2's, Llama 3's and Qwen's are known. {e.Message}");
        }
    }
}
