namespace LogGuardian.Parsing;

/// <summary>
/// Where the parameters of a template stood in one that it supersedes. A word that became a wildcard makes a new position in the midst of the
/// others; without this map the values behind it would be counted at the wrong one. Runs when a template supersedes others, which is seldom.
/// </summary>
internal static class PositionMap
{
    /// <summary>For each position of the new text: its position in the old one or -1, and the word that stood there when it was constant.</summary>
    /// <returns>Null when the texts differ in their number of words, so that nothing can be said.</returns>
    public static (int From, string? Constant)[]? Between(string before, string after)
    {
        string[] old = before.Split(' ');
        string[] words = after.Split(' ');
        if (old.Length != words.Length)
        {
            return null;
        }

        var map = new List<(int From, string? Constant)>();
        int from = 0;
        for (int i = 0; i < words.Length; i++)
        {
            int had = CountIn(old[i]);
            int has = CountIn(words[i]);
            for (int at = 0; at < has; at++)
            {
                map.Add(had == has ? (from + at, null) : (-1, had == 0 && words[i] == MaskNames.Wildcard ? old[i] : null));
            }

            from += had;
        }

        return [.. map];
    }

    /// <summary>How many positions a text has. A template knows what a placeholder is.</summary>
    public static int CountIn(string text) => new LogTemplate(TemplateId.Unseen, text).ParameterNames.Count;
}
