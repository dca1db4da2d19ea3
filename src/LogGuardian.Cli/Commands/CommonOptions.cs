using System.CommandLine;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Options that several commands have. Values are read as text and checked by the commands, so that every message names value, rule and fix.</summary>
internal static class CommonOptions
{
    public static Option<string?> Format() => new("--format")
    {
        HelpName = "auto|spec",
        Description = "Header of the lines: auto, or names in angle brackets such as \"<Date> <Time> <Level> <Component>: <Content>\". [default: auto]",
    };

    public static Option<string?> Window() => new("--window")
    {
        HelpName = "100|100/10|30s|60s/10s|session:regex",
        Description = "Lines that are judged together: a number of lines, lines/step, a time (ms, s, m, h, d), time/step, or one window per session key. [default: 100]",
    };

    public static Option<string[]> Mask() => new("--mask")
    {
        HelpName = "NAME=regex",
        Description = "What matches becomes one value, <NAME> in templates; may be given several times, earlier ones win.",
    };

    public static Option<string?> Model() => new("--model")
    {
        HelpName = "bundle",
        Description = "A model bundle, a folder or a zip, or 'default' for the one that comes with the tool: its encoder, and its decoder if it has one, judge what the fast detectors leave undecided.",
    };

    /// <summary>The notation, or null for automatic.</summary>
    public static string? ReadFormat(string? text) => text switch
    {
        null or "auto" => null,
        "" => throw new CliException("--format is ''; it must be auto or a header such as \"<Date> <Time> <Level>: <Content>\"."),
        _ => text,
    };

    /// <summary>The bundle, or null when there is none.</summary>
    public static ModelBundle? OpenModel(string? path)
    {
        try
        {
            return path is null ? null : OpenBundle(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CliException($"--model: {e.Message}", e);
        }
    }

    /// <summary>A bundle by its path, or the default one by its name: what a folder of that name holds does not change what a command does; it is <c>./default</c>.</summary>
    public static ModelBundle OpenBundle(string path, ModelOptions? options = null) => path == ModelBundle.DefaultName ? ModelBundle.OpenDefault(options) : ModelBundle.Open(path, options);

    public static IReadOnlyList<MaskRule> ReadMasks(string[]? texts) => [.. (texts ?? []).Select(MaskSpec.Parse)];

    public static string ReadOutput(string? text, params string[] allowed) => text is null || allowed.Contains(text, StringComparer.Ordinal)
        ? text ?? allowed[0]
        : throw new CliException($"--output is '{text}'; it must be {string.Join(" or ", allowed)}.");
}
