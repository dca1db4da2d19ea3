namespace OrderService.Recording;

/// <summary>For each kind of fault, the kinds of records that are its direct consequence.</summary>
internal static class CauseRules
{
    private static readonly string[] CrashRecovery =
    [
        "starting PostgreSQL",
        "listening on ",
        "database system was interrupted",
        "database system was not properly shut down",
        "database system is ready to accept connections",
        "redo starts at",
        "redo done at",
        "redo is not required",
        "invalid record length",
        "invalid magic number",
        "unexpected pageaddr",
        "incorrect resource manager data",
        "record with incorrect prev-link",
        "checkpoint starting: end-of-recovery",
        "server process (PID",
        "terminating any other active server processes",
        "all server processes terminated; reinitializing",
        "unexpected EOF on client connection",
        "could not receive data from client",
        "could not send data to client",
        "connection to client lost",
    ];

    public static bool Belongs(string kind, LogRecord record) => kind switch
    {
        "database-killed" => record.Source.Length > 0
            ? IsServiceWithoutDatabase(record)
            : IsSessionFailure(record) || StartsWithAny(record.Message, CrashRecovery),
        "connections-exhausted" => record.Source.Length > 0
            ? IsServiceWithoutDatabase(record)
            : IsSessionFailure(record) || record.User == "reporting",
        "dependency-slow-then-failing" =>
            record.Source is "OrderService.Payments[1204]" or "OrderService.Payments[1205]" or "OrderService.Payments[1206]" ||
            IsAnswer(record, "POST /orders/", "/pay ", " responded 50") || IsSlow(record, "POST /orders/", "/pay "),
        "disk-full" => record.Source.Length > 0
            ? record.Source is "OrderService.Invoices[1305]" or "OrderService.Invoices[1308]" or "OrderService.Worker[1404]" ||
                (record.Source == "OrderService.Http[104]" && record.Message.Contains("/invoice ", StringComparison.Ordinal)) ||
                IsAnswer(record, "GET /orders/", "/invoice ", " responded 500")
            : record.IsError && record.Message.Contains("No space left on device", StringComparison.Ordinal),
        "bad-deployment" =>
            (record.Source == "OrderService.Http[104]" && IsOrderRead(record)) ||
            (IsAnswer(record, "GET /orders/", " ", " responded 500") && IsOrderRead(record)),
        _ => throw new ArgumentException($"Unknown fault '{kind}'."),
    };

    private static bool IsServiceWithoutDatabase(LogRecord record) =>
        record.Source is "OrderService.Http[104]" or "OrderService.Http[105]"
            or "OrderService.Health[1602]" or "OrderService.Worker[1404]" ||
        record.Source.StartsWith("Npgsql", StringComparison.Ordinal) ||
        IsAnswer(record, "", "", " responded 50") ||
        (IsSlow(record, "", "") && !record.Message.Contains("/pay ", StringComparison.Ordinal));

    private static bool IsSessionFailure(LogRecord record) => record.IsError || record.Level == "WARNING" || record.SessionOfFault;

    private static bool IsOrderRead(LogRecord record) =>
        record.Message.Contains("GET /orders/", StringComparison.Ordinal) &&
        !record.Message.Contains("/invoice ", StringComparison.Ordinal);

    private static bool IsAnswer(LogRecord record, params ReadOnlySpan<string> parts) =>
        record.Source == "OrderService.Http[101]" && record.IsError && ContainsAll(record.Message, parts);

    private static bool IsSlow(LogRecord record, params ReadOnlySpan<string> parts) =>
        record.Source == "OrderService.Http[103]" && ContainsAll(record.Message, parts);

    private static bool ContainsAll(string text, ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (!text.Contains(part, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool StartsWithAny(string text, string[] starts) =>
        Array.Exists(starts, start => text.StartsWith(start, StringComparison.Ordinal));
}
