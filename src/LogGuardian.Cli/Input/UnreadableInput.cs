namespace LogGuardian.Cli;

/// <summary>An input of which no line could be judged must not pass for one in which nothing was found.</summary>
internal static class UnreadableInput
{
    public static void ThrowIfNothingWasParsed(string path, PipelineCounts before, PipelineCounts after)
    {
        if (after.LinesParsed > before.LinesParsed)
        {
            return;
        }

        if (Skipped(SkipReason.Binary) > 0)
        {
            throw new CliException($"Input '{path}' is not text; it must be a log in plain text, gzip or zstd. Check the path.");
        }

        if (Skipped(SkipReason.TooLong) > 0)
        {
            throw new CliException($"Input '{path}' has no line that is short enough; lines must be at most 1 MiB. Check that it is a log with line breaks.");
        }

        long Skipped(SkipReason reason) => after.LinesSkipped[reason] - before.LinesSkipped[reason];
    }
}
