using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Normal windows by what their lines mean together: a bounded sample of different ones, biased towards recent ones. Not safe for concurrent callers.</summary>
internal sealed class NormalWindows(int dimension, int seed)
{
    private const int MaxWindows = 1_024;
    private const double UsualShare = 0.99;

    // Half precision leaves this much of the distance of equal windows.
    private const double Same = 1e-3;

    // As if there had been no more than so many times the room: what is new never comes in vain, and what is old leaves.
    private const int Memory = 4;

    private readonly NearestVectors _vectors = new(dimension, MaxWindows);
    private readonly UsualDistance _usual = new(UsualShare);
    private long _offered;

    /// <summary>The distance that is usual between different normal windows; 0 when too few are known.</summary>
    public double Usual => _usual.Value;

    /// <summary>How far a window is from the nearest normal one, in [0..2]; 0 while nothing is usual.</summary>
    public double Distance(ReadOnlySpan<float> window) => !_usual.IsKnown || window.IsEmpty || _vectors.Find(window).Distance is not (>= Same and var distance) ? 0 : distance;

    public void Learn(ReadOnlySpan<float> window)
    {
        if (window.IsEmpty || _vectors.Find(window).Distance < Same)
        {
            return;
        }

        _offered++;
        if (_vectors.Count < MaxWindows)
        {
            _vectors.Add(window, 1);
        }
        else
        {
            // Chance that needs no memory of its own: a restored state goes on as the one that was saved.
            ulong chance = Mixed((ulong)_offered + ((ulong)(uint)seed << 32)) % (Memory * MaxWindows);
            if (chance >= MaxWindows)
            {
                return;
            }

            _vectors.Replace((int)chance, window, 1);
        }

        _usual.Change(_vectors);
    }

    public void CopyFrom(NormalWindows other)
    {
        _vectors.CopyFrom(other._vectors);
        _usual.CopyFrom(other._usual);
        _offered = other._offered;
    }

    /// <summary>Adds the windows of another one. When there are more than there is room for, a sample remains that depends only on what they are.</summary>
    public void Merge(NormalWindows other)
    {
        float[][] all = [.. new[] { this, other }
            .SelectMany(from => Enumerable.Range(0, from._vectors.Count).Select(row => from._vectors.VectorOf(row).ToArray()))
            .DistinctBy(HashOf).OrderBy(HashOf).Take(MaxWindows)];
        _offered += other._offered;
        _vectors.Clear();
        foreach (float[] window in all)
        {
            _vectors.Add(window, 1);
        }

        _usual.Fit(_vectors);
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("offered", _offered);
        writer.WriteNumber("count", _vectors.Count);
        writer.WritePropertyName("vectors");
        _vectors.Save(writer);
        writer.WritePropertyName("usual");
        _usual.Save(writer);
        writer.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        (int count, long offered) = (saved.GetProperty("count").GetInt32(), saved.GetProperty("offered").GetInt64());
        if (count is < 0 or > MaxWindows || offered < count)
        {
            throw new JsonException(FormattableString.Invariant($"There are {count} of {offered} windows; there must be 0 to {MaxWindows}, and no more than were offered. Learn again."));
        }

        uint[] tags = new uint[count];
        Array.Fill(tags, 1u);
        _vectors.Load(saved.GetProperty("vectors"), tags);
        _usual.Load(saved.GetProperty("usual"));
        _offered = offered;
    }

    /// <summary>The mean of vectors, which are length 1, by their weights, as a vector of length 1; empty when they cancel each other out.</summary>
    public static float[] MeanOf(IReadOnlyList<WindowMessage> messages, NormalMessages known, int dimension)
    {
        float[] sum = new float[dimension];
        foreach (WindowMessage message in messages)
        {
            ReadOnlySpan<float> vector = known.VectorOf(message);
            if (!vector.IsEmpty)
            {
                TensorPrimitives.MultiplyAdd(vector, (float)known.WeightOf(message), sum, sum);
            }
        }

        float length = TensorPrimitives.Norm<float>(sum);
        if (!(length > 1e-6f))
        {
            return [];
        }

        TensorPrimitives.Divide(sum, length, sum);
        return sum;
    }

    private static ulong HashOf(float[] vector)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (uint bits in MemoryMarshal.Cast<float, uint>(vector))
        {
            hash = (hash ^ bits) * 1_099_511_628_211;
        }

        return Mixed(hash);
    }

    /// <summary>SplitMix64's last step.</summary>
    private static ulong Mixed(ulong value)
    {
        value = (value + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
