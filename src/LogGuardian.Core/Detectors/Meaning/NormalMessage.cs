namespace LogGuardian.Core;

/// <summary>What is known of a normal message beside its vector.</summary>
/// <param name="Key">What the encoder reads of it.</param>
/// <param name="Template">The template of its lines.</param>
/// <param name="Severity">The greatest severity of its lines.</param>
/// <param name="Windows">In how many normal windows it came.</param>
internal sealed record NormalMessage(UInt128 Key, LogTemplate Template, LogSeverity Severity, long Windows)
{
    /// <summary>Bits of which each stands for a kind of message by how grave it is and whether it tells a failure.</summary>
    public uint Tag => 1u << ((2 * RankOf(Severity)) + (Severity >= LogSeverity.Error || TellsFailure ? 1 : 0));

    private bool TellsFailure { get; } = TemplateWords.Of(Template.Text).TellsFailure;

    /// <summary>The tags of those messages that may excuse one.</summary>
    public static uint ThatExcuse(LogSeverity severity, bool tellsFailure)
    {
        uint tags = 0;
        for (int rank = RankOf(severity); rank <= RankOf(LogSeverity.Fatal); rank++)
        {
            tags |= (tellsFailure ? 2u : 3u) << (2 * rank);
        }

        return tags;
    }

    /// <summary>What is no warning excuses whatever is none: whether a program says "debug" or "information" tells nothing of failures.</summary>
    public static int RankOf(LogSeverity severity) => severity switch
    {
        >= LogSeverity.Fatal => 3,
        >= LogSeverity.Error => 2,
        >= LogSeverity.Warning => 1,
        _ => 0,
    };
}
