namespace LogGuardian.Training;

/// <summary>Two tokens that stand side by side in words.</summary>
internal sealed class TokenPair(int left, int right)
{
    public int Left => left;

    public int Right => right;

    /// <summary>How often they do, with the counts of the words.</summary>
    public long Count { get; set; }

    /// <summary>The words that have or had them.</summary>
    public List<int> Words { get; } = [];
}
