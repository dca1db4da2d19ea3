using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>How lines become units where the data set does not come in sessions of its own.</summary>
public sealed record ProtocolWindow
{
    /// <summary>What forms a unit; default windows of lines.</summary>
    public WindowBy By { get; init; } = WindowBy.Lines;

    /// <summary>Lines of a window, at least 1; default 100.</summary>
    public int Size { get; init; } = 100;

    /// <summary>Lines from the beginning of one window to that of the next, at least 1; null, the default, for <see cref="Size"/>: no line is in two windows.</summary>
    public int? Step { get; init; }

    /// <summary>Event time of a window, more than zero; default one hour (<c>01:00:00</c>).</summary>
    public TimeSpan Span { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Event time from the beginning of one window to that of the next, at most <see cref="Span"/>; null, the default, for <see cref="Span"/>.</summary>
    public TimeSpan? SpanStep { get; init; }

    /// <summary>Regular expression of session keys, without look-around: every match, or its first group, names a session. Null, the default, unless sessions are asked for.</summary>
    public string? Key { get; init; }

    /// <summary>Whether windows that the end of a part cuts short are kept; default true.</summary>
    public bool KeepPartial { get; init; } = true;

    /// <summary>Lines below which a window or session is left out, at least 1; default 1.</summary>
    public int MinLines { get; init; } = 1;

    internal void Validate(string protocol)
    {
        string? problem =
            Size < 1 ? Text($"window.size is {Size}; it must be at least 1. The default is 100.")
            : Step < 1 ? Text($"window.step is {Step}; it must be at least 1. Leave it out for windows without overlap.")
            : MinLines < 1 ? Text($"window.minLines is {MinLines}; it must be at least 1. The default is 1.")
            : Span <= TimeSpan.Zero ? Text($"window.span is {Span}; it must be more than zero. The default is 01:00:00.")
            : SpanStep is { } step && (step <= TimeSpan.Zero || step > Span) ? Text($"window.spanStep is {step}; it must be more than zero and at most window.span, {Span}. Leave it out for windows without overlap.")
            : By == WindowBy.Session && string.IsNullOrEmpty(Key) ? "window.key is missing; windows by session need a regular expression of the session key. Set it, say, to 'blk_-?\\d+'."
            : null;
        if (problem is not null)
        {
            throw new ArgumentException($"Protocol '{protocol}': {problem}");
        }

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
