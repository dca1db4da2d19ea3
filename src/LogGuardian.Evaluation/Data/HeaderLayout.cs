using System.Buffers.Text;

namespace LogGuardian.Evaluation;

/// <summary>Where the header of a published log ends. Fields are separated by white space; what follows the last one is the content.</summary>
/// <param name="Notation">The header in loghub notation, for messages.</param>
/// <param name="Fields">Fields before the content.</param>
/// <param name="HasLabel">Whether the first field is the label.</param>
/// <param name="Level">0-based field of the level, or -1.</param>
/// <param name="Clock">Reads the UTC ticks from the field that holds the time and the one after it; 0 when they are no time.</param>
/// <param name="Time">0-based field of the time.</param>
internal sealed record HeaderLayout(string Notation, int Fields, bool HasLabel, int Level, int Time, HeaderLayout.TimeReader Clock)
{
    public delegate long TimeReader(ReadOnlySpan<byte> field, ReadOnlySpan<byte> next);

    /// <summary>BlueGene/L: level and component belong to the header.</summary>
    public static HeaderLayout Bgl { get; } =
        new("<Label> <Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>", 9, HasLabel: true, Level: 8, Time: 1, Epoch);

    /// <summary>
    /// Thunderbird, Liberty and Spirit. The component, which not every line has, stays in the content, as in LogLLM's public code and in the
    /// <c>windows.tsv</c> of Liberty.
    /// </summary>
    public static HeaderLayout Syslog { get; } =
        new("<Label> <Timestamp> <Date> <User> <Month> <Day> <Time> <Location> <Content>", 8, HasLabel: true, Level: -1, Time: 1, Epoch);

    /// <summary>HDFS: level and component belong to the header.</summary>
    public static HeaderLayout Hdfs { get; } = new("<Date> <Time> <Pid> <Level> <Component>: <Content>", 5, HasLabel: false, Level: 3, Time: 0, CompactDate);

    /// <summary>Cuts a line; one that breaks off keeps its last field as content.</summary>
    public LayoutReading Read(ReadOnlyMemory<byte> raw)
    {
        ReadOnlySpan<byte> line = raw.Span.TrimEnd(" \t\r"u8);
        Span<Range> fields = stackalloc Range[Fields];
        int count = 0;
        int at = SkipSpace(line, 0);
        while (count < Fields && at < line.Length)
        {
            int length = line[at..].IndexOfAny((byte)' ', (byte)'\t');
            int end = length < 0 ? line.Length : at + length;
            fields[count++] = at..end;
            at = SkipSpace(line, end);
        }

        bool isComplete = count == Fields && at < line.Length;
        int contentAt = isComplete ? at : count == 0 || (HasLabel && count == 1) ? line.Length : fields[count - 1].Start.Value;
        return new LayoutReading(raw[contentAt..line.Length])
        {
            IsComplete = isComplete,
            IsAlert = HasLabel && count > 0 && line[fields[0]] is not [(byte)'-'],
            UtcTicks = count > Time + 1 ? Clock(line[fields[Time]], line[fields[Time + 1]]) : 0,
            Host = HasLabel && count > HostField ? raw[fields[HostField]] : default,
            Severity = Level >= 0 && Level < count ? SeverityOf(line[fields[Level]]) : LogSeverity.Unspecified,
        };
    }

    // The fourth field of every log of a supercomputer.
    private const int HostField = 3;

    private static int SkipSpace(ReadOnlySpan<byte> line, int at)
    {
        while (at < line.Length && line[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    private static LogSeverity SeverityOf(ReadOnlySpan<byte> level) => level switch
    {
        _ when level.SequenceEqual("INFO"u8) => LogSeverity.Information,
        _ when level.SequenceEqual("WARN"u8) || level.SequenceEqual("WARNING"u8) => LogSeverity.Warning,
        _ when level.SequenceEqual("ERROR"u8) || level.SequenceEqual("SEVERE"u8) || level.SequenceEqual("FAILURE"u8) => LogSeverity.Error,
        _ when level.SequenceEqual("FATAL"u8) => LogSeverity.Fatal,
        _ => LogSeverity.Unspecified,
    };

    // Other numbers, such as a time of day without colons, are no event time.
    private const uint LeastEpoch = 1_000_000_000;

    private static long Epoch(ReadOnlySpan<byte> field, ReadOnlySpan<byte> next) =>
        Utf8Parser.TryParse(field, out uint seconds, out int used) && used == field.Length && seconds >= LeastEpoch ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcTicks : 0;

    private static long CompactDate(ReadOnlySpan<byte> date, ReadOnlySpan<byte> time)
    {
        if (date.Length != 6 || time.Length != 6 || !Utf8Parser.TryParse(date, out int d, out int used) || used != 6 || !Utf8Parser.TryParse(time, out int t, out used) || used != 6)
        {
            return 0;
        }

        int year = 2000 + (d / 10_000);
        int month = d / 100 % 100;
        bool isDate = month is >= 1 and <= 12 && d % 100 >= 1 && d % 100 <= DateTime.DaysInMonth(year, month);
        bool isTime = t / 10_000 < 24 && t / 100 % 100 < 60 && t % 100 < 60;
        return isDate && isTime ? new DateTime(year, month, d % 100, t / 10_000, t / 100 % 100, t % 100, DateTimeKind.Utc).Ticks : 0;
    }
}
