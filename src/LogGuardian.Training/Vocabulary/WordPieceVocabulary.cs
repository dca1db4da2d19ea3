using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>The tokens that a trainer learned; the place of a token is its id.</summary>
/// <param name="Tokens">BERT's special tokens, masks, characters, characters within words, and what became of them.</param>
/// <param name="Masks">How many masks there are.</param>
/// <param name="LowerCase">Whether the tokenizer must take away capitals and accents.</param>
internal sealed record WordPieceVocabulary(IReadOnlyList<string> Tokens, int Masks, bool LowerCase)
{
    /// <summary>What BERT's vocabularies begin with.</summary>
    public static IReadOnlyList<string> Special { get; } = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary><c>vocab.txt</c>: a token a line. Its readers do not know of masks.</summary>
    public void WriteText(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var writer = new StreamWriter(output, leaveOpen: true) { NewLine = "\n" };
        foreach (string token in Tokens)
        {
            writer.WriteLine(token);
        }
    }

    /// <summary><c>tokenizer.json</c> of Hugging Face: the same tokenizer, and each mask is one token.</summary>
    public void WriteJson(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteStartArray("added_tokens");
        for (int id = 0; id < Special.Count + Masks; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", Tokens[id]);
            foreach (string rule in (string[])["single_word", "lstrip", "rstrip", "normalized"])
            {
                json.WriteBoolean(rule, false);
            }

            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteSteps(json);
        json.WriteStartObject("model");
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", "[UNK]");
        json.WriteString("continuing_subword_prefix", "##");
        json.WriteNumber("max_input_chars_per_word", 100);
        json.WriteStartObject("vocab");
        for (int id = 0; id < Tokens.Count; id++)
        {
            json.WriteNumber(Tokens[id], id);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteSteps(Utf8JsonWriter json)
    {
        json.WriteStartObject("normalizer");
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", true);
        json.WriteBoolean("handle_chinese_chars", true);
        json.WriteNull("strip_accents");
        json.WriteBoolean("lowercase", LowerCase);
        json.WriteEndObject();
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "BertPreTokenizer");
        json.WriteEndObject();
        json.WriteStartObject("post_processor");
        json.WriteString("type", "BertProcessing");
        WriteEnd("sep", 3);
        WriteEnd("cls", 2);
        json.WriteEndObject();
        json.WriteStartObject("decoder");
        json.WriteString("type", "WordPiece");
        json.WriteString("prefix", "##");
        json.WriteBoolean("cleanup", true);
        json.WriteEndObject();

        void WriteEnd(string name, int id)
        {
            json.WriteStartArray(name);
            json.WriteStringValue(Special[id]);
            json.WriteNumberValue(id);
            json.WriteEndArray();
        }
    }
}
