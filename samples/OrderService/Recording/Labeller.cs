using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace OrderService.Recording;

/// <summary>
/// Derives the ground truth of a recording: which lines of the two logs are the direct consequence of which
/// fault. The rules are written down in <see cref="CauseRules"/> and in the recording's README; nothing is
/// labelled by hand. Fails when the logs hold an error that no fault explains.
/// </summary>
internal static class Labeller
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static int Run(Arguments arguments)
    {
        string folder = arguments.Required("folder");
        List<Fault> faults = ReadSchedule(Path.Combine(folder, "schedule.tsv"), out Schedule schedule);
        LogFile[] files =
        [
            LogFile.Read(Path.Combine(folder, "orders-app.log"), "orders-app.log.gz", AppRecords.Parse),
            LogFile.Read(Path.Combine(folder, "orders-postgresql.log"), "orders-postgresql.log.gz", DatabaseRecords.Parse),
        ];

        foreach (Fault fault in faults)
        {
            fault.End = EndOf(fault, files);
            foreach (LogFile file in files)
            {
                foreach (LogRecord record in file.Records)
                {
                    if (record.Time >= fault.Injected && record.Time <= fault.End && CauseRules.Belongs(fault.Kind, record))
                    {
                        record.Fault = fault;
                    }
                }
            }
        }

        int problems = Report.Write(Console.Out, faults, files);
        string json = Compose(schedule, faults, files, arguments).ToJsonString(Indented);
        string compact = CompactRanges(json);
        File.WriteAllText(Path.Combine(folder, "faults.json"), compact + "\n");
        return problems == 0 ? 0 : 3;
    }

    private static List<Fault> ReadSchedule(string path, out Schedule schedule)
    {
        var faults = new Dictionary<string, Fault>(StringComparer.Ordinal);
        DateTimeOffset began = default, ended = default;
        foreach (string line in File.ReadLines(path))
        {
            string[] cells = line.Split('\t');
            DateTimeOffset time = Times.Parse(cells[2]);
            switch (cells[1])
            {
                case "began":
                    began = time;
                    break;
                case "ended":
                    ended = time;
                    break;
                case "injected":
                    faults.Add(cells[0], new Fault(cells[0], cells[3], time));
                    break;
                case "undone":
                    faults[cells[0]].Undone = time;
                    break;
            }
        }

        schedule = new Schedule(began, ended);
        return [.. faults.Values.OrderBy(fault => fault.Injected)];
    }

    /// <summary>The instant from which on five seconds pass without an error line that the fault explains.</summary>
    private static DateTimeOffset EndOf(Fault fault, LogFile[] files)
    {
        DateTimeOffset end = fault.Undone;
        IEnumerable<LogRecord> late = files.SelectMany(file => file.Records)
            .Where(record => record.Time > fault.Undone && record.IsError && CauseRules.Belongs(fault.Kind, record))
            .OrderBy(record => record.Time);
        foreach (LogRecord record in late)
        {
            if (record.Time - end > Quiet)
            {
                break;
            }

            end = record.Time;
        }

        return end;
    }

    private static JsonObject Compose(Schedule schedule, List<Fault> faults, LogFile[] files, Arguments arguments)
    {
        var sizes = new JsonObject();
        foreach (LogFile file in files)
        {
            sizes[file.Name] = new JsonObject { ["lines"] = file.Lines };
        }

        var list = new JsonArray();
        foreach (Fault fault in faults)
        {
            var lines = new JsonObject();
            foreach (LogFile file in files)
            {
                var ranges = new JsonArray();
                foreach ((int first, int last) in file.RangesOf(fault))
                {
                    ranges.Add(new JsonArray(first, last));
                }

                lines[file.Name] = ranges;
            }

            list.Add(new JsonObject
            {
                ["kind"] = fault.Kind,
                ["description"] = fault.Description,
                ["start"] = Times.Format(fault.Injected),
                ["end"] = Times.Format(fault.End),
                ["injected"] = Times.Format(fault.Injected),
                ["undone"] = Times.Format(fault.Undone),
                ["lines"] = lines,
            });
        }

        return new JsonObject
        {
            ["recorded"] = Times.Format(schedule.Began),
            ["duration_s"] = Math.Round((schedule.Ended - schedule.Began).TotalSeconds, 1),
            ["host"] = new JsonObject
            {
                ["system"] = arguments.Text("system", RuntimeInformation.OSDescription),
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["npgsql"] = typeof(NpgsqlConnection).Assembly.GetName().Version!.ToString(3),
                ["postgresql"] = arguments.Text("postgresql", "unknown"),
                ["processors"] = Environment.ProcessorCount,
                ["requests_per_second"] = arguments.Number("rate", 0),
            },
            ["files"] = sizes,
            ["faults"] = list,
        };
    }

    /// <summary>Puts each pair of line numbers on one line of the file.</summary>
    private static string CompactRanges(string json)
    {
        var text = new System.Text.StringBuilder(json.Length);
        string[] lines = json.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            bool isPair = i + 3 < lines.Length && lines[i].EndsWith('[') &&
                int.TryParse(lines[i + 1].Trim().TrimEnd(','), CultureInfo.InvariantCulture, out _);
            if (isPair)
            {
                text.Append(lines[i]).Append(lines[i + 1].Trim()).Append(' ').Append(lines[i + 2].Trim()).Append(lines[i + 3].Trim());
                i += 3;
            }
            else
            {
                text.Append(lines[i]);
            }

            text.Append(i + 1 < lines.Length ? "\n" : "");
        }

        return text.ToString();
    }
}

internal sealed record Schedule(DateTimeOffset Began, DateTimeOffset Ended);

internal sealed class Fault(string kind, string description, DateTimeOffset injected)
{
    public string Kind { get; } = kind;

    public string Description { get; } = description;

    public DateTimeOffset Injected { get; } = injected;

    public DateTimeOffset Undone { get; set; }

    public DateTimeOffset End { get; set; }
}

/// <summary>One log record: its first line and the lines that continue it.</summary>
internal sealed class LogRecord
{
    public required int FirstLine { get; init; }

    public int LastLine { get; set; }

    public required DateTimeOffset Time { get; init; }

    public required string Level { get; init; }

    /// <summary>Category and event number in the service's log; empty in the database's.</summary>
    public required string Source { get; init; }

    /// <summary>The process that wrote the record; 0 in the service's log.</summary>
    public required int Process { get; init; }

    /// <summary>The user whom the database session belongs to, or an empty string.</summary>
    public required string User { get; init; }

    public required string Message { get; init; }

    /// <summary>Whether the record is there because of a fault by the session it belongs to; see <see cref="DatabaseRecords"/>.</summary>
    public bool SessionOfFault { get; set; }

    public bool IsError => Level is "fail" or "crit" or "ERROR" or "FATAL" or "PANIC";

    public Fault? Fault { get; set; }
}

internal sealed class LogFile(string name, int lines, List<LogRecord> records)
{
    public string Name { get; } = name;

    public int Lines { get; } = lines;

    public List<LogRecord> Records { get; } = records;

    public static LogFile Read(string path, string name, Func<string[], List<LogRecord>> parse)
    {
        string[] lines = File.ReadAllLines(path);
        return new LogFile(name, lines.Length, parse(lines));
    }

    public IEnumerable<(int First, int Last)> RangesOf(Fault fault)
    {
        (int First, int Last)? open = null;
        foreach (LogRecord record in Records)
        {
            if (record.Fault != fault)
            {
                continue;
            }

            if (open is { } range && range.Last + 1 == record.FirstLine)
            {
                open = (range.First, record.LastLine);
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = (record.FirstLine, record.LastLine);
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }
}
