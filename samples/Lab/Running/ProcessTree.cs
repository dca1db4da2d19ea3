using System.Globalization;

namespace Lab.Running;

/// <summary>A process and what descends from it, as <c>/proc</c> has it.</summary>
internal static class ProcessTree
{
    /// <summary>The process ids, the root first.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        ILookup<int, int> children = Parents().ToLookup(process => process.Parent, process => process.Id);
        List<int> tree = [root];
        for (int i = 0; i < tree.Count; i++)
        {
            tree.AddRange(children[tree[i]]);
        }

        return tree;
    }

    private static IEnumerable<(int Id, int Parent)> Parents()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && ParentOf(id) is { } parent)
            {
                yield return (id, parent);
            }
        }
    }

    private static int? ParentOf(int id)
    {
        try
        {
            // The name in brackets may hold anything; what follows the last bracket is the state and the parent (proc(5)).
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
