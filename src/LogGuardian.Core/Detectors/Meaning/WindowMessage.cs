namespace LogGuardian.Core;

/// <summary>Lines of a window that are one message to an encoder.</summary>
internal sealed class WindowMessage(UInt128 key, in ParsedLog log)
{
    private bool? _tellsFailure;

    public UInt128 Key { get; } = key;

    /// <summary>The first of them, of the most severe.</summary>
    public ParsedLog Log { get; private set; } = log;

    public LogSeverity Severity => Log.Severity;

    /// <summary>What it means; null while that is not known, or is known from normal lines.</summary>
    public float[]? Vector { get; set; }

    /// <summary>Whether its words speak of a failure, or it says itself that it is one.</summary>
    public bool TellsFailure => Severity >= LogSeverity.Error || (_tellsFailure ??= TemplateWords.Of(Log.Template.Text).TellsFailure);

    public void Add(in ParsedLog log)
    {
        if (log.Severity > Severity)
        {
            Log = log;
        }
    }

    /// <summary>Lets go of the chunk that its line was read from.</summary>
    public void Detach() => Log = Log.Detach();
}
