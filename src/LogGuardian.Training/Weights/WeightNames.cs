namespace LogGuardian.Training;

/// <summary>Names of weights as files have them, and as models do: with prefixes, old endings and heads that are of no use here.</summary>
internal static class WeightNames
{
    private const string Prefix = "bert.";
    private const string Body = "model.";
    private static readonly (string Old, string New)[] OldEndings = [(".LayerNorm.gamma", ".LayerNorm.weight"), (".LayerNorm.beta", ".LayerNorm.bias")];

    /// <summary>The name that an encoder has for a name of a file; null for what it has no use of.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="isPrefixed">Whether names of the encoder begin with <c>bert.</c>: others are then of heads.</param>
    public static string? OfEncoder(string name, bool isPrefixed)
    {
        if (isPrefixed && !IsPrefixed(name))
        {
            return null;
        }

        string own = isPrefixed ? name[Prefix.Length..] : name;
        foreach ((string old, string now) in OldEndings)
        {
            own = own.EndsWith(old, StringComparison.Ordinal) ? own[..^old.Length] + now : own;
        }

        bool isOther = own.StartsWith("cls.", StringComparison.Ordinal) || own.StartsWith("pooler.", StringComparison.Ordinal) || own == "embeddings.position_ids";
        return isOther ? null : own;
    }

    /// <summary>Whether a name begins as those of an encoder inside a larger model do.</summary>
    public static bool IsPrefixed(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The name that a decoder has for a name of a file; null for what it has no use of.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="isTied">Whether logits come from the vectors of tokens: a matrix of their own is then the same once more.</param>
    public static string? OfDecoder(string name, bool isTied)
    {
        bool isOwn = name.StartsWith(Body, StringComparison.Ordinal) || (!isTied && name == "lm_head.weight");
        return isOwn && !name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal) ? name : null;
    }
}
