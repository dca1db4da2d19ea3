namespace LogGuardian.Parsing;

/// <summary>When a place at which otherwise equal templates differ is a parameter and not a part of the message.</summary>
internal static class ParameterRule
{
    /// <summary>Whether the templates that differ at a place are too many to be messages of their own.</summary>
    public static bool IsParameter(IReadOnlyList<TemplateCluster> members, int place, int maxVariants) =>
        members.Count > 1 && KeepsWords(members[0], members[0].Wildcards | 1UL << place) && members.Count > Allowed(members, place, maxVariants);

    /// <summary>Whether enough of the message is left beside the wildcards: a template of wildcards alone would swallow everything.</summary>
    public static bool KeepsWords(TemplateCluster cluster, ulong wildcards)
    {
        for (int i = 0; i < cluster.Roles.Length; i++)
        {
            bool open = i < 64 && (wildcards >> i & 1) != 0;
            if (!open && cluster.Roles[i] != UnitRole.Value && cluster.Words[i].AsSpan().ContainsAnyInRange('A', 'z'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The places of a template that may become parameters.</summary>
    public static IEnumerable<int> Places(TemplateCluster cluster)
    {
        for (int i = 0; i < cluster.Roles.Length && i < 64; i++)
        {
            if (cluster.Hashes[i] != Unit.Wildcard && (cluster.Roles[i] == UnitRole.Value || (i > 0 && cluster.Roles[i] != UnitRole.Fixed)))
            {
                yield return i;
            }
        }
    }

    private static int Allowed(IReadOnlyList<TemplateCluster> members, int place, int maxVariants)
    {
        int values = 0;
        int names = 0;
        foreach (TemplateCluster member in members)
        {
            values += member.Roles[place] == UnitRole.Value ? 1 : 0;
            names += member.Roles[place] == UnitRole.Name ? 1 : 0;
        }

        // Where values stand, other values and names are values, too. Whether words stand there as well must not matter: they may have come later.
        TemplateCluster any = members[0];
        bool named = place > 0 && any.Gaps[place] == " " && NameNouns.Contains(any.Words[place - 1]);
        if (values > 0 && (named || values + names > 1))
        {
            return 1;
        }

        if (named)
        {
            return Math.Min(2, maxVariants);
        }

        // In a message of two words there is little to tell a parameter from the message itself.
        return any.Hashes.Length <= 2 ? maxVariants * 2 : maxVariants;
    }
}
