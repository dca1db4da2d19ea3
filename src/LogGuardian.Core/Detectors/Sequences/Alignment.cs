namespace LogGuardian.Core;

/// <summary>The edits that make one sequence of another, of which there are as few as can be (Wagner and Fischer, JACM 1974).</summary>
internal static class Alignment
{
    /// <returns>In order: the place in the sequence, what came there, and what the other sequence has there.</returns>
    public static List<(int At, int? Came, int? Expected)> Edits(ReadOnlySpan<int> sequence, ReadOnlySpan<int> other)
    {
        int[,] distances = new int[sequence.Length + 1, other.Length + 1];
        for (int i = 0; i <= sequence.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(distances[i - 1, j - 1] + (sequence[i - 1] == other[j - 1] ? 0 : 1), 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
            }
        }

        var edits = new List<(int, int?, int?)>();
        for (int i = sequence.Length, j = other.Length; i > 0 || j > 0;)
        {
            bool equal = i > 0 && j > 0 && sequence[i - 1] == other[j - 1];
            if (i > 0 && j > 0 && distances[i, j] == distances[i - 1, j - 1] + (equal ? 0 : 1))
            {
                i--;
                j--;
                if (!equal)
                {
                    edits.Add((i, sequence[i], other[j]));
                }
            }
            else if (i > 0 && distances[i, j] == distances[i - 1, j] + 1)
            {
                edits.Add((--i, sequence[i], null));
            }
            else
            {
                edits.Add((i, null, other[--j]));
            }
        }

        edits.Reverse();
        return edits;
    }
}
