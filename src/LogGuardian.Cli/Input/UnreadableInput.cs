namespace LogGuardian.Cli;

/// <summary>An input of which no line could be judged must not pass for one in which nothing was found.</summary>
internal static class UnreadableInput
{
    /// <param name="path">The input as it was named.</param>
    /// <param name="before">Counts before it was read.</param>
    /// <param name="after">Counts after it was read.</param>
    /// <param name="problems">How many files of a directory could not be read.</param>
    public static void ThrowIfNothingWasParsed(string path, PipelineCounts before, PipelineCounts after, int problems = 0)
    {
        if (after.LinesParsed > before.LinesParsed)
        {
            return;
        }

        if (Inputs.IsDirectory(path))
        {
            throw new CliException(problems > 0 || after.LinesRead > before.LinesRead
                ? $"Directory '{path}' holds no log file that could be read; it must hold text, gzip or zstd files."
                : $"Directory '{path}' holds no log files; it must hold text, gzip or zstd files. Check the path.");
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
