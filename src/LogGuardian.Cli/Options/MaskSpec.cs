namespace LogGuardian.Cli;

/// <summary>A mask of the user: <c>ORDER=ORD-\d+</c>.</summary>
internal static class MaskSpec
{
    public static MaskRule Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw new CliException($@"--mask is '{text}'; it must be a name, '=', and a regular expression. Write, say, ORDER=ORD-\d+.");
        }

        var rule = new MaskRule(text[..equals], text[(equals + 1)..]);
        try
        {
            new AnomalyDetectorBuilder().ParseWithTemplates(new ParsingOptions { Masks = [rule] });
            return rule;
        }
        catch (ArgumentException e)
        {
            throw new CliException($"--mask is '{text}': {SafeText.OneLine(e.Message)}", e);
        }
    }
}
