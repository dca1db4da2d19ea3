namespace LogGuardian.Parsing;

/// <summary>What a field's name says about the field.</summary>
internal static class FieldKinds
{
    private static readonly string[] Times =
        ["Date", "Time", "Timestamp", "DateTime", "Month", "Day", "Year", "Week", "Weekday", "Zone", "TimeZone", "Clock"];

    private static readonly string[] Levels = ["Level", "Severity", "LogLevel", "Lvl", "State"];

    private static readonly string[] Tokens =
        ["Label", "Node", "NodeRepeat", "Type", "Host", "Logger", "User", "Database", "Location", "File"];

    private static readonly string[] Numbers = ["Pid", "Tid", "EventId", "LineId", "Flag"];

    /// <summary>Kind of a field.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="strict">Whether the name also says what the field must look like.</param>
    public static FieldKind Of(string name, bool strict)
    {
        if (Is(name, "Content"))
        {
            return FieldKind.Content;
        }

        if (Is(name, "Priority") || Is(name, "Pri"))
        {
            return FieldKind.Priority;
        }

        if (strict && StrictOf(name) is { } kind)
        {
            return kind;
        }

        return IsIn(Times, name) ? FieldKind.Time : IsIn(Levels, name) ? FieldKind.Level : FieldKind.Text;
    }

    private static FieldKind? StrictOf(string name)
    {
        if (Is(name, "State"))
        {
            return FieldKind.Token;
        }

        if (IsIn(Numbers, name))
        {
            return FieldKind.Number;
        }

        if (IsIn(Tokens, name))
        {
            return FieldKind.Token;
        }

        return name switch
        {
            "Timestamp" => FieldKind.Timestamp,
            "LevelLetter" => FieldKind.LevelLetter,
            "LevelMark" => FieldKind.LevelMark,
            _ => null,
        };
    }

    private static bool IsIn(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
