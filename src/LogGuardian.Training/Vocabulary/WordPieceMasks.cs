namespace LogGuardian.Training;

/// <summary>What stands in the place of values in the messages that models read.</summary>
internal static class WordPieceMasks
{
    /// <summary>The mask of templates and of LogLLM, and those of the kinds of values.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "<*>", "<NUM>", "<HEX>", "<IP>", "<UUID>", "<PATH>", "<URL>", "<TIME>", "<ID>", "<DURATION>", "<SIZE>", "<EMAIL>", "<HOST>",
    ];
}
