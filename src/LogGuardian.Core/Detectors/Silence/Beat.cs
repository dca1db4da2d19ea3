using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>The gaps between the lines of a template. Not safe for concurrent callers.</summary>
internal sealed class Beat
{
    private const double LeastGaps = 20;
    private const double MostSpread = 0.3;

    private RunningMoments _gaps;

    /// <summary>The longest gap, in seconds.</summary>
    public double Longest { get; private set; }

    /// <summary>Whether gaps differ little in proportion and are at least about a second long; faster ones are the rate detector's to judge.</summary>
    public bool IsRegular => _gaps.Count >= LeastGaps && _gaps.Mean >= 0 && _gaps.Variance <= MostSpread * MostSpread;

    public void Learn(double seconds)
    {
        _gaps.Add(Math.Log(Math.Max(seconds, 1e-3)));
        Longest = Math.Max(Longest, seconds);
    }

    /// <summary>Adds the gaps of another one.</summary>
    public void Merge(Beat other)
    {
        _gaps.Merge(other._gaps);
        Longest = Math.Max(Longest, other.Longest);
    }

    public Beat Copy() => new() { _gaps = _gaps, Longest = Longest };

    /// <summary>How strange a silence is: 1 is three times as long as the longest that was normal.</summary>
    public double Score(double seconds) => seconds > Longest ? Math.Log(seconds / Longest, 3) : 0;

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        _gaps.Save(writer);
        writer.WriteNumberValue(Longest);
        writer.WriteEndArray();
    }

    public static Beat Load(JsonElement saved) => new() { _gaps = RunningMoments.Load(saved, 0), Longest = saved[3].GetDouble() };
}
