namespace LogGuardian.Cli;

/// <summary>What the streams of a run are connected to.</summary>
/// <param name="IsOutput">Whether standard output is a terminal.</param>
/// <param name="IsError">Whether standard error is a terminal.</param>
/// <param name="HasColor">Whether colour is wanted.</param>
/// <param name="Width">Columns of the terminal.</param>
internal sealed record TerminalTraits(bool IsOutput, bool IsError, bool HasColor, int Width)
{
    private const int LeastWidth = 40;
    private const int MostWidth = 400;

    public static TerminalTraits None { get; } = new(false, false, false, 0);

    public static TerminalTraits OfProcess()
    {
        // A dumb terminal understands neither colours nor cursor movements: it is a file that scrolls.
        bool dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        bool noColor = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool output = !Console.IsOutputRedirected && !dumb;
        bool error = !Console.IsErrorRedirected && !dumb;
        return new TerminalTraits(output, error, !noColor, output || error ? MeasureWidth() : 0);
    }

    private static int MeasureWidth()
    {
        try
        {
            return Math.Clamp(Console.WindowWidth, LeastWidth, MostWidth);
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
