using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Mean and variance that follow a drift: plain averages of the first 512 values, then of values that weigh the less the older they are.</summary>
internal struct RunningMoments
{
    private const double Memory = 512;

    public double Count { get; private set; }

    public double Mean { get; private set; }

    public double Variance { get; private set; }

    /// <summary>Adds a value as often as it came in a row.</summary>
    public void Add(double value, double times = 1)
    {
        if (times <= 0)
        {
            return;
        }

        double old = Count + times <= Memory ? Count / (Count + times) : Count == 0 ? 0 : Math.Pow(1 - (1 / Memory), times);
        Variance = old * (Variance + ((1 - old) * (Mean - value) * (Mean - value)));
        Mean = (old * Mean) + ((1 - old) * value);
        Count += times;
    }

    /// <summary>Adds the values of another one, as far as each remembers them.</summary>
    public void Merge(in RunningMoments other)
    {
        double remembered = Math.Min(other.Count, Memory);
        if (remembered <= 0)
        {
            return;
        }

        double share = remembered / (Math.Min(Count, Memory) + remembered);
        double apart = other.Mean - Mean;
        Variance = ((1 - share) * Variance) + (share * other.Variance) + (share * (1 - share) * apart * apart);
        Mean += share * apart;
        Count += other.Count;
    }

    public static RunningMoments Of(double count, double mean, double variance) => new() { Count = count, Mean = mean, Variance = variance };

    public readonly void Save(Utf8JsonWriter writer)
    {
        writer.WriteNumberValue(Count);
        writer.WriteNumberValue(Mean);
        writer.WriteNumberValue(Variance);
    }

    /// <summary>Reads the three numbers that <see cref="Save"/> wrote at a place of an array.</summary>
    public static RunningMoments Load(JsonElement array, int at) =>
        new() { Count = array[at].GetDouble(), Mean = array[at + 1].GetDouble(), Variance = array[at + 2].GetDouble() };
}
