using System.Numerics.Tensors;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// How far normal vectors usually are from the nearest other one: the distance that all but a share of them do not exceed. Never nearly as much as any two of them are apart: where nothing is
/// like anything else, that is no reason to excuse what is new.
/// </summary>
internal sealed class UsualDistance(double share)
{
    // Of fewer vectors nothing is usual.
    private const int LeastVectors = 8;
    private const int MaxCompared = 512;

    // It is found anew when one in so many vectors has changed.
    private const int FitAfter = 8;
    private const double Least = 0.05;
    private const double MostOfApart = 0.8;

    private long _changes;

    /// <summary>The distance; 0 when nothing is usual.</summary>
    public double Value { get; private set; }

    public bool IsKnown => Value > 0;

    /// <summary>A vector was added or replaced.</summary>
    public void Change(NearestVectors vectors)
    {
        if (++_changes * FitAfter >= vectors.Count || !IsKnown)
        {
            Fit(vectors);
        }
    }

    public void Fit(NearestVectors vectors)
    {
        _changes = 0;
        Value = 0;
        if (vectors.Count < LeastVectors)
        {
            return;
        }

        int step = 1 + ((vectors.Count - 1) / MaxCompared);
        int[] rows = [.. Enumerable.Range(0, vectors.Count).Where(row => row % step == 0)];
        float[] queries = new float[rows.Length * vectors.Dimension];
        float[] sum = new float[vectors.Dimension];
        for (int i = 0; i < rows.Length; i++)
        {
            vectors.VectorOf(rows[i]).CopyTo(queries.AsSpan(i * vectors.Dimension));
            TensorPrimitives.Add(sum, vectors.VectorOf(rows[i]), sum);
        }

        uint[] wanted = new uint[rows.Length];
        Array.Fill(wanted, uint.MaxValue);
        var found = new NearVector[rows.Length];
        vectors.Find(queries, wanted, rows, found);
        double[] distances = [.. found.Select(near => near.Distance).Order()];

        // The sum's square adds up the cosines of all pairs, and 1 for each vector with itself.
        double n = rows.Length;
        double apart = 1 - ((TensorPrimitives.SumOfSquares<float>(sum) - n) / (n * (n - 1)));
        Value = Math.Max(Least, Math.Min(distances[(int)(share * (rows.Length - 1))], MostOfApart * apart));
    }

    public void CopyFrom(UsualDistance other) => (Value, _changes) = (other.Value, other._changes);

    public void Clear() => (Value, _changes) = (0, 0);

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("value", Value);
        writer.WriteNumber("changes", _changes);
        writer.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        double value = saved.GetProperty("value").GetDouble();
        long changes = saved.GetProperty("changes").GetInt64();
        if (value is not (0 or (>= Least and <= 2)) || changes < 0)
        {
            throw new JsonException(FormattableString.Invariant($"The usual distance is {value}, found {changes} vectors ago; it must be 0 or {Least} to 2, and 0 or more vectors ago. Learn again."));
        }

        (Value, _changes) = (value, changes);
    }
}
