using System.Text;
using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>Reads the model of <c>tokenizer.json</c>: its tokens, and how words become tokens.</summary>
internal sealed class JsonVocabulary
{
    private readonly JsonElement _model;
    private readonly string _type;
    private readonly TokenTrie _tokens = new();
    private readonly List<double> _scores = [];
    private int _read;

    public JsonVocabulary(JsonElement model)
    {
        _model = model;
        _type = model.Text("type") ?? throw JsonFields.Unsupported("a model without a type", "Export tokenizer.json with a newer library.");
        switch (_type)
        {
            case "Unigram":
                foreach (JsonElement token in model.Required("vocab", JsonValueKind.Array).EnumerateArray())
                {
                    AddScored(token);
                }

                break;
            case "WordPiece" or "BPE":
                foreach (JsonProperty token in model.Required("vocab", JsonValueKind.Object).EnumerateObject())
                {
                    Add(Encoding.UTF8.GetBytes(token.Name), token.Value.ToInt(token.Name));
                }

                break;
            default:
                throw JsonFields.Unsupported($"the model '{_type}'", "Supported are WordPiece, BPE and Unigram.");
        }

        if (_read == 0)
        {
            throw new InvalidDataException("The tokenizer's vocabulary is empty. Export tokenizer.json again.");
        }
    }

    /// <summary>Ids are less than this.</summary>
    public int Count { get; private set; }

    public int IdOf(string token) => _tokens.IdOf(Encoding.UTF8.GetBytes(token));

    /// <summary>Takes note of an id, which may be one of the model or a further one.</summary>
    public int Note(int id)
    {
        if (id is < 0 or >= Tokenizer.MaxVocabulary || ++_read > 2 * Tokenizer.MaxVocabulary)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The tokenizer has the id {id}; ids are less than {Tokenizer.MaxVocabulary:N0} and each is given once. Use a smaller vocabulary."));
        }

        Count = Math.Max(Count, id + 1);
        return id;
    }

    /// <summary>Refuses ids that are none.</summary>
    public int[] Check(int[] ids) => Array.Exists(ids, id => id < 0 || id >= Count)
        ? throw new InvalidDataException(FormattableString.Invariant(
            $"The tokenizer names the ids {string.Join(", ", ids)}; its ids are less than {Count}. Export tokenizer.json again."))
        : ids;

    public TokenModel CreateModel() => _type switch
    {
        "Unigram" => Unigram(),
        "BPE" => BytePairs(),
        _ => WordPieces(),
    };

    private void Add(ReadOnlySpan<byte> token, int id) => _tokens.Add(token, Note(id));

    private void AddScored(JsonElement token)
    {
        if (token.ValueKind != JsonValueKind.Array || token.GetArrayLength() != 2 || token[0].ValueKind != JsonValueKind.String
            || token[1].ValueKind != JsonValueKind.Number || !token[1].TryGetDouble(out double score) || !double.IsFinite(score))
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Token {_scores.Count} of the tokenizer's vocabulary is no text with a finite score. Export tokenizer.json again."));
        }

        Add(Encoding.UTF8.GetBytes(token[0].GetString()!), _scores.Count);
        _scores.Add(score);
    }

    private WordPieceModel WordPieces()
    {
        int longest = _model.Number("max_input_chars_per_word") ?? 100;
        return longest is > 0 and <= WordPieceModel.MaxWordCharacters
            ? new WordPieceModel(_tokens, RequiredToken("unk_token"), Encoding.UTF8.GetBytes(_model.Text("continuing_subword_prefix") ?? "##"), longest)
            : throw JsonFields.Unsupported($"max_input_chars_per_word {longest}", $"It is 1 to {WordPieceModel.MaxWordCharacters}.");
    }

    private UnigramModel Unigram()
    {
        ByteTokens? bytes = _model.Flag("byte_fallback", false) ? new ByteTokens(_tokens) : null;
        return _model.Number("unk_id") is { } unknown && unknown >= 0 && unknown < _scores.Count
            ? new UnigramModel(_tokens, [.. _scores], unknown, bytes)
            : throw new InvalidDataException("The tokenizer's field 'unk_id' is not there or no id; characters that the vocabulary lacks need it. Export tokenizer.json again.");
    }

    private BytePairModel BytePairs()
    {
        foreach (string name in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (!string.IsNullOrEmpty(_model.Text(name)))
            {
                throw JsonFields.Unsupported($"'{name}' in a byte-pair model", "Use a byte-level tokenizer, such as that of GPT-2, Llama 3, Qwen or ModernBERT.");
            }
        }

        if (_model.Field("dropout") is { } dropout && dropout.GetRawText() is not ("0" or "0.0"))
        {
            throw JsonFields.Unsupported($"dropout {dropout.GetRawText()}", "It makes ids random. Set it to null.");
        }

        int unknown = _model.Field("unk_token") is null ? -1 : RequiredToken("unk_token");
        ByteTokens? bytes = _model.Flag("byte_fallback", false) ? new ByteTokens(_tokens) : null;
        return new BytePairModel(_tokens, Merges(), unknown, _model.Flag("fuse_unk", false), _model.Flag("ignore_merges", false), bytes);
    }

    private Dictionary<long, BytePairMerge> Merges()
    {
        var merges = new Dictionary<long, BytePairMerge>();
        int rank = 0;
        foreach (JsonElement merge in _model.Required("merges", JsonValueKind.Array).EnumerateArray())
        {
            (string left, string right) = Halves(merge);
            (int leftId, int rightId, int joined) = (IdOf(left), IdOf(right), IdOf(left + right));
            if (leftId < 0 || rightId < 0 || joined < 0 || rank == BytePairModel.MaxMerges)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"Merge {rank} of the tokenizer is '{left}' and '{right}'; both and what they make must be tokens, and there are at most {BytePairModel.MaxMerges:N0}. Export tokenizer.json again."));
            }

            merges[BytePairModel.Pair(leftId, rightId)] = new BytePairMerge(rank++, joined);
        }

        return merges;
    }

    private static (string Left, string Right) Halves(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2
            && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String)
        {
            return (merge[0].GetString()!, merge[1].GetString()!);
        }

        return merge.ValueKind == JsonValueKind.String && merge.GetString()!.Split(' ') is [string left, string right]
            ? (left, right)
            : throw new InvalidDataException($"A merge of the tokenizer is {merge.GetRawText()}; it must be two tokens. Export tokenizer.json again.");
    }

    private int RequiredToken(string name)
    {
        string token = _model.RequiredText(name);
        int id = IdOf(token);
        return id >= 0
            ? id
            : throw new InvalidDataException($"The tokenizer's '{name}' is '{token}', which its vocabulary lacks. Export tokenizer.json again.");
    }
}
