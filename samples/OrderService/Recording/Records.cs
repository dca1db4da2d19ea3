using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderService.Recording;

/// <summary>Cuts the service's log into records.</summary>
internal static partial class AppRecords
{
    public static List<LogRecord> Parse(string[] lines)
    {
        var records = new List<LogRecord>();
        for (int i = 0; i < lines.Length; i++)
        {
            Match match = Header().Match(lines[i]);
            if (match.Success)
            {
                records.Add(new LogRecord
                {
                    FirstLine = i + 1,
                    LastLine = i + 1,
                    Time = Times.Parse(match.Groups[1].Value),
                    Level = match.Groups[2].Value,
                    Source = match.Groups[3].Value,
                    Process = 0,
                    User = "",
                    Message = match.Groups[4].Value,
                });
            }
            else
            {
                records[^1].LastLine = i + 1;
            }
        }

        return records;
    }

    [GeneratedRegex(
        @"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (trce|dbug|info|warn|fail|crit): ([\w.]+\[\d+\]) (.*)$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}

/// <summary>Cuts the database's log into records; DETAIL, HINT, CONTEXT and STATEMENT belong to what they explain.</summary>
internal static partial class DatabaseRecords
{
    public static List<LogRecord> Parse(string[] lines)
    {
        var records = new List<LogRecord>();
        for (int i = 0; i < lines.Length; i++)
        {
            Match match = Header().Match(lines[i]);
            if (match.Success && match.Groups[4].Value is not ("DETAIL" or "HINT" or "CONTEXT" or "STATEMENT"))
            {
                string session = match.Groups[3].Value.Trim();
                records.Add(new LogRecord
                {
                    FirstLine = i + 1,
                    LastLine = i + 1,
                    Time = DateTimeOffset.ParseExact(
                        match.Groups[1].Value,
                        "yyyy-MM-dd HH:mm:ss.fff",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                    Level = match.Groups[4].Value,
                    Source = "",
                    Process = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture),
                    User = session.Split('@')[0],
                    Message = match.Groups[5].Value,
                });
            }
            else if (match.Success)
            {
                // Explanations of one session may come apart from their record only by lines of other sessions.
                int process = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
                LogRecord last = records[^1];
                if (last.Process != process)
                {
                    throw new InvalidDataException($"Line {i + 1} explains a record of another session.");
                }

                last.LastLine = i + 1;
            }
            else
            {
                records[^1].LastLine = i + 1;
            }
        }

        MarkSessions(records);
        return records;
    }

    /// <summary>
    /// Marks every record of a session of the outside client and of a refused connection, and the end of a session
    /// that the server broke off.
    /// </summary>
    private static void MarkSessions(List<LogRecord> records)
    {
        var sessions = new Dictionary<int, List<LogRecord>>();
        foreach (LogRecord record in records)
        {
            if (record.Message.StartsWith("connection received:", StringComparison.Ordinal))
            {
                Close(record.Process);
                sessions[record.Process] = [];
            }

            if (sessions.TryGetValue(record.Process, out List<LogRecord>? session))
            {
                session.Add(record);
            }
        }

        foreach (int process in sessions.Keys.ToList())
        {
            Close(process);
        }

        void Close(int process)
        {
            if (!sessions.Remove(process, out List<LogRecord>? session))
            {
                return;
            }

            bool outside = session.Any(record => record.User == "reporting");
            bool refused = session.Any(record => record.Level == "FATAL") &&
                !session.Any(record => record.Message.StartsWith("connection authorized:", StringComparison.Ordinal));
            if (outside || refused)
            {
                session.ForEach(record => record.SessionOfFault = true);
            }
            else if (session[^1].Message.StartsWith("disconnection:", StringComparison.Ordinal) &&
                session.Any(record => record.Level == "FATAL"))
            {
                session[^1].SessionOfFault = true;
            }
        }
    }

    [GeneratedRegex(
        @"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) UTC \[(\d+)\] (\S+@\S+ )?([A-Z]+\d?):  (.*)$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
