namespace LogGuardian.Evaluation;

/// <summary>
/// The scores that training units got before they were learned. The first half is left out: it was scored by a model that hardly knew anything. Of many,
/// the latest are kept.
/// </summary>
internal sealed class PrequentialScores
{
    private const int MaxScores = 65_536;
    private readonly Queue<double> _scores = [];
    private long _added;

    public void Add(double score)
    {
        _added++;
        _scores.Enqueue(score);
        if (_scores.Count > MaxScores)
        {
            _scores.Dequeue();
        }
    }

    /// <summary>See <see cref="TrainingBorder"/>.</summary>
    public double Border()
    {
        int used = (int)Math.Min(_scores.Count, _added - (_added / 2));
        return TrainingBorder.Above(_scores.Skip(_scores.Count - used).Select(score => (score, 1L)));
    }
}
