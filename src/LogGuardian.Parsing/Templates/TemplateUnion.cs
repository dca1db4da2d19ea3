using System.Numerics;

namespace LogGuardian.Parsing;

/// <summary>The templates of several stores, each once and in an order that does not depend on where it came from: the most general ones first.</summary>
internal static class TemplateUnion
{
    public static TemplateCluster[] Of(IEnumerable<TemplateCluster> clusters)
    {
        TemplateCluster[] union =
        [
            .. clusters.GroupBy(cluster => cluster.Hash, (_, twins) => Combine([.. twins]))
                .OrderByDescending(cluster => BitOperations.PopCount(cluster.Wildcards))
                .ThenBy(cluster => cluster.Template.Id.Value)
                .ThenBy(cluster => cluster.Hash),
        ];
        for (int i = 0; i < union.Length; i++)
        {
            union[i].LastMatch = union.Length - i;
        }

        return union;
    }

    /// <summary>A copy, as templates belong to one store. Texts of equal templates may differ in masks that stand in for each other.</summary>
    private static TemplateCluster Combine(TemplateCluster[] twins)
    {
        TemplateCluster first = twins.MinBy(twin => twin.Template.Text, StringComparer.Ordinal)!;
        TemplateId[] former = [.. twins.SelectMany(twin => twin.Template.Supersedes).Distinct().OrderBy(id => id.Value).Take(TemplateStore.MaxFormer)];
        TemplateCluster copy = first.Copy(former);
        copy.ReadsUnits = twins.Any(twin => twin.ReadsUnits);
        return copy;
    }
}
