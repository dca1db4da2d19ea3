namespace LogGuardian.Parsing;

/// <summary>When a place at which otherwise equal templates differ is a parameter and not a part of the message.</summary>
internal static class ParameterRule
{
    /// <summary>Whether the templates that differ at a place are too many to be messages of their own.</summary>
    public static bool IsParameter(Siblings members, int place, int maxVariants) =>
        members.Count > 1 && members.Count > Allowed(members, place, maxVariants);

    /// <summary>Whether enough of the message is left beside the wildcards: a template of wildcards alone would swallow everything.</summary>
    public static bool KeepsWords(TemplateCluster cluster, ulong wildcards) => KeepsWords(cluster.Roles, cluster.Text, wildcards);

    private static bool KeepsWords(UnitRole[] roles, TemplateText text, ulong wildcards)
    {
        for (int i = 0; i < roles.Length; i++)
        {
            bool open = i < 64 && (wildcards >> i & 1) != 0;
            if (!open && roles[i] != UnitRole.Value && text.Word(i).ContainsAnyInRange('A', 'z'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The places of a template that may become parameters, as bits.</summary>
    public static ulong PlacesOf(ulong[] hashes, UnitRole[] roles, TemplateText text)
    {
        ulong places = 0;
        for (int i = 0; i < roles.Length && i < 64; i++)
        {
            bool may = hashes[i] != Unit.Wildcard && (roles[i] == UnitRole.Value || (i > 0 && roles[i] != UnitRole.Fixed));
            places |= may && KeepsWords(roles, text, 1UL << i) ? 1UL << i : 0;
        }

        return places;
    }

    private static int Allowed(Siblings members, int place, int maxVariants)
    {
        int values = 0;
        int names = 0;
        for (int i = 0; i < members.Count; i++)
        {
            UnitRole role = members[i].Roles[place];
            values += role == UnitRole.Value ? 1 : 0;
            names += role == UnitRole.Name ? 1 : 0;
        }

        // Where values stand, other values and names are values, too. Whether words stand there as well must not matter: they may have come later.
        TemplateCluster any = members[0];
        bool named = place > 0 && any.Text.Gap(place) is " " && NameNouns.Contains(any.Text.Word(place - 1));
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
