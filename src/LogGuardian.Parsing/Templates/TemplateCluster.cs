namespace LogGuardian.Parsing;

/// <summary>A template with what is needed to match lines against it: the hash and the text of each word.</summary>
internal sealed class TemplateCluster(LogTemplate template, ulong[] hashes, string[] words, bool[] literal)
{
    public LogTemplate Template { get; } = template;

    public ulong[] Hashes { get; } = hashes;

    public string[] Words { get; } = words;

    public bool[] Literal { get; } = literal;

    /// <summary>Number of the last line that matched, for eviction.</summary>
    public long LastMatch { get; set; }

    /// <summary>Share of the constant words that agree; masked words say nothing for or against.</summary>
    public double Similarity(ReadOnlySpan<Token> tokens)
    {
        int compared = 0;
        int equal = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (Hashes[i] == Token.Wildcard)
            {
                continue;
            }

            if (Hashes[i] == tokens[i].Hash)
            {
                int weight = tokens[i].IsLiteral ? 1 : 0;
                equal += weight;
                compared += weight;
            }
            else
            {
                compared++;
            }
        }

        return compared == 0 ? 1 : (double)equal / compared;
    }

    /// <summary>Makes a wildcard of every word that differs.</summary>
    /// <returns>Whether the template became more general.</returns>
    public bool Merge(ReadOnlySpan<Token> tokens)
    {
        bool changed = false;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (Hashes[i] != Token.Wildcard && Hashes[i] != tokens[i].Hash)
            {
                Hashes[i] = Token.Wildcard;
                Words[i] = MaskNames.Wildcard;
                Literal[i] = false;
                changed = true;
            }
        }

        if (changed)
        {
            Template.Generalize(string.Join(' ', Words));
        }

        return changed;
    }
}
