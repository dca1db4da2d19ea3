using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>How many lines of normal windows were warnings, errors and fatal, or worse. Not safe for concurrent callers.</summary>
internal sealed class SeverityHistory
{
    public const int Levels = 3;

    // Older lines weigh half from here on.
    private const double Memory = 1_000_000;
    private const double LeastLines = 100;

    // One chance in 4,096 is the least worth a look, and a little more than normal windows had at most.
    private const double LeastBits = 12;
    private const double Margin = 1.25;
    private const double Forgetting = 0.999;

    private readonly double[] _severe = new double[Levels];
    private readonly double[] _mostBits = new double[Levels];
    private double _lines;

    /// <summary>How many lines of a window are so grave or worse; lines without a severity do not count.</summary>
    /// <returns>The lines that have a severity.</returns>
    public static int Count(ReadOnlySpan<ParsedLog> lines, Span<int> severe)
    {
        severe.Clear();
        int known = 0;
        foreach (ref readonly ParsedLog log in lines)
        {
            known += log.Severity == LogSeverity.Unspecified ? 0 : 1;
            for (int level = 0; level < Levels && log.Severity >= SeverityOf(level); level++)
            {
                severe[level]++;
            }
        }

        return known;
    }

    public static LogSeverity SeverityOf(int level) => level switch
    {
        0 => LogSeverity.Warning,
        1 => LogSeverity.Error,
        _ => LogSeverity.Fatal,
    };

    /// <summary>The share that is usual; half a line more than were seen, so that what never came is not impossible.</summary>
    public double Usual(int level) => (_severe[level] + 0.5) / (_lines + 1);

    public double Score(int level, int severe, int lines) =>
        lines == 0 || _lines < LeastLines ? 0 : TailBits.AtLeast(severe, lines, Usual(level)) / Math.Max(LeastBits, Margin * _mostBits[level]);

    public void Learn(ReadOnlySpan<int> severe, int lines)
    {
        if (lines == 0)
        {
            return;
        }

        double fade = _lines > Memory ? 0.5 : 1;
        for (int level = 0; level < Levels; level++)
        {
            if (_lines >= LeastLines)
            {
                _mostBits[level] = Math.Max(_mostBits[level] * Forgetting, TailBits.AtLeast(severe[level], lines, Usual(level)));
            }

            _severe[level] = (_severe[level] * fade) + severe[level];
        }

        _lines = (_lines * fade) + lines;
    }

    /// <summary>Adds the lines of another one.</summary>
    public void Merge(SeverityHistory other)
    {
        for (int level = 0; level < Levels; level++)
        {
            _severe[level] += other._severe[level];
            _mostBits[level] = Math.Max(_mostBits[level], other._mostBits[level]);
        }

        _lines += other._lines;
    }

    public SeverityHistory Copy()
    {
        var copy = new SeverityHistory { _lines = _lines };
        _severe.CopyTo(copy._severe, 0);
        _mostBits.CopyTo(copy._mostBits, 0);
        return copy;
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(_lines);
        for (int level = 0; level < Levels; level++)
        {
            writer.WriteNumberValue(_severe[level]);
            writer.WriteNumberValue(_mostBits[level]);
        }

        writer.WriteEndArray();
    }

    public static SeverityHistory Load(JsonElement saved)
    {
        if (saved.GetArrayLength() != 1 + (2 * Levels))
        {
            throw new JsonException(FormattableString.Invariant($"A history of severities has {saved.GetArrayLength()} numbers; it must have {1 + (2 * Levels)}."));
        }

        var history = new SeverityHistory { _lines = saved[0].GetDouble() };
        for (int level = 0; level < Levels; level++)
        {
            history._severe[level] = saved[1 + (2 * level)].GetDouble();
            history._mostBits[level] = saved[2 + (2 * level)].GetDouble();
        }

        return history;
    }
}
