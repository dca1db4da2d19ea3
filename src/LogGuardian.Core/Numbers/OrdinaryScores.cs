using System.Numerics.Tensors;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// The latest scores of normal windows, each taken before its window was learned, and the border of what deserves attention: the mean of the strangest one in a
/// hundred. A quantile alone jumps where the tail is thin.
/// </summary>
internal sealed class OrdinaryScores
{
    private const int MaxScores = 1_024;
    private const double Share = 0.01;

    // The border is found anew after so many windows.
    private const int FitAfter = 32;

    private readonly float[] _scores = new float[MaxScores];
    private long _count;

    /// <summary>The border as it was last found; 0 before.</summary>
    public float Border { get; private set; }

    /// <summary>Whether there were windows enough to find a border.</summary>
    public bool IsFitted => _count >= FitAfter;

    public void Add(float score)
    {
        _scores[_count++ % MaxScores] = score;
        if (_count % FitAfter == 0)
        {
            Fit();
        }
    }

    /// <summary>Adds the scores of another one, as late ones as they are there.</summary>
    public void Merge(OrdinaryScores other)
    {
        if (other._count == 0)
        {
            return;
        }

        float[] scores = Sightings.Interleave(Latest(), _count, other.Latest(), other._count, Comparer<float>.Default);
        _count += other._count;
        int kept = (int)Math.Min(_count, MaxScores);
        for (int i = 0; i < kept; i++)
        {
            _scores[(_count - kept + i) % MaxScores] = scores[scores.Length - kept + i];
        }

        if (IsFitted)
        {
            Fit();
        }
    }

    public void CopyFrom(OrdinaryScores other)
    {
        other._scores.CopyTo(_scores, 0);
        (_count, Border) = (other._count, other.Border);
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("count", _count);
        writer.WriteNumber("border", Border);
        writer.WriteStartArray("scores");
        for (long i = Math.Max(0, _count - MaxScores); i < _count; i++)
        {
            writer.WriteNumberValue(_scores[i % MaxScores]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        float[] scores = [.. saved.GetProperty("scores").EnumerateArray().Select(score => score.GetSingle())];
        long count = saved.GetProperty("count").GetInt64();
        if (count < 0 || scores.Length != Math.Min(count, MaxScores))
        {
            throw new JsonException(FormattableString.Invariant($"There are {scores.Length} scores of {count} normal windows; there must be all or {MaxScores}. Learn again."));
        }

        _count = count;
        Border = saved.GetProperty("border").GetSingle();
        for (int i = 0; i < scores.Length; i++)
        {
            _scores[(count - scores.Length + i) % MaxScores] = scores[i];
        }
    }

    private float[] Latest() => [.. Enumerable.Range(0, (int)Math.Min(_count, MaxScores)).Select(i => _scores[(_count - Math.Min(_count, MaxScores) + i) % MaxScores])];

    // The first windows were scored by one that hardly knew anything.
    private void Fit()
    {
        int used = (int)Math.Min(_count - (_count / 2), MaxScores);
        Span<float> greatest = stackalloc float[1 + (int)(Share * used)];
        greatest.Fill(float.NegativeInfinity);
        for (long i = _count - used; i < _count; i++)
        {
            float score = _scores[i % MaxScores];
            int at = greatest.Length;
            for (; at > 0 && greatest[at - 1] < score; at--)
            {
                if (at < greatest.Length)
                {
                    greatest[at] = greatest[at - 1];
                }
            }

            if (at < greatest.Length)
            {
                greatest[at] = score;
            }
        }

        Border = TensorPrimitives.Sum<float>(greatest) / greatest.Length;
    }
}
