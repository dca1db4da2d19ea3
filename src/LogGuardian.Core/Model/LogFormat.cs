namespace LogGuardian;

/// <summary>How the lines of a source are laid out: where the header ends and what its fields are called.</summary>
public abstract class LogFormat
{
    /// <summary>The format of a line without a recognised header.</summary>
    public static LogFormat None { get; } = new Headerless();

    /// <summary>Short lower-case name, such as <c>syslog</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The header fields of a line by name, in the order of the line. Reads the line again: not for the per-line path.</summary>
    /// <param name="line">A line of this format.</param>
    /// <returns>Empty when the line has no header of this format.</returns>
    public abstract IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line);

    private sealed class Headerless : LogFormat
    {
        public override string Name => "none";

        public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line) => [];
    }
}
