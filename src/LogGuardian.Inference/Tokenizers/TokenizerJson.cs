using System.Text;
using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>Reads <c>tokenizer.json</c> of Hugging Face. What it asks for and is not supported is refused.</summary>
internal static class TokenizerJson
{
    // What fills a batch up, where the file does not say it, by the names that published tokenizers give it.
    private static readonly string[] PaddingNames = ["[PAD]", "<pad>", "<|endoftext|>"];

    public static Tokenizer Read(ReadOnlyMemory<byte> content, TokenizerOptions options)
    {
        try
        {
            content = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
            using var document = JsonDocument.Parse(content);
            return Read(document.RootElement, options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"The tokenizer is no valid JSON: {e.Message} Export tokenizer.json again.", e);
        }
    }

    private static TextTokenizer Read(JsonElement json, TokenizerOptions options)
    {
        var vocabulary = new JsonVocabulary(json.Required("model", JsonValueKind.Object));
        TextStep[] normalizers = [.. JsonSteps.Normalizers(json.Field("normalizer"))];
        var raw = new List<KeyValuePair<byte[], AddedToken>>();
        var normalized = new List<KeyValuePair<byte[], AddedToken>>();
        var names = new Dictionary<string, int>();
        foreach (JsonElement token in json.Field("added_tokens") is null ? default : json.Required("added_tokens", JsonValueKind.Array).EnumerateArray())
        {
            byte[] text = Encoding.UTF8.GetBytes(token.RequiredText("content"));
            int id = vocabulary.Note(token.Required("id", JsonValueKind.Number).ToInt("id"));
            names.TryAdd(token.RequiredText("content"), id);
            bool isNormalized = token.Flag("normalized", !token.Flag("special", false)) && normalizers.Length > 0;
            (isNormalized ? normalized : raw).Add(KeyValuePair.Create(
                isNormalized ? Normalize(normalizers, text) : text,
                new AddedToken(id, token.Flag("lstrip", false), token.Flag("rstrip", false), token.Flag("single_word", false))));
        }

        (int[] before, int[] after) = options.AddSpecialTokens ? JsonEnds.Read(json.Field("post_processor")) : ([], []);
        return new TextTokenizer
        {
            Added = new AddedTokens(raw),
            AddedNormalized = new AddedTokens(normalized),
            Normalizers = normalizers,
            Splits = [.. JsonSteps.Splits(json.Field("pre_tokenizer"))],
            Model = vocabulary.CreateModel(),
            Before = vocabulary.Check(before),
            After = vocabulary.Check(after),
            VocabularySize = vocabulary.Count,
            Padding = vocabulary.Check([json.Field("padding")?.Number("pad_id") ?? Padding(names, vocabulary)])[0],
        };
    }

    private static byte[] Normalize(TextStep[] normalizers, byte[] text)
    {
        foreach (TextStep step in normalizers)
        {
            var output = new TextPieces();
            if (text.Length > 0)
            {
                step.Apply(text, first: true, output);
            }

            text = output.Count > 0 ? output[0].ToArray() : [];
        }

        return text;
    }

    private static int Padding(Dictionary<string, int> names, JsonVocabulary vocabulary) =>
        Math.Max(0, PaddingNames.Select(name => names.TryGetValue(name, out int id) ? id : vocabulary.IdOf(name)).FirstOrDefault(id => id >= 0));
}
