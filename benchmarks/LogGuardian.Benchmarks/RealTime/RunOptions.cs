using System.Globalization;

namespace LogGuardian.Benchmarks;

/// <summary>Options of a run, as pairs of <c>--name value</c>.</summary>
internal sealed class RunOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>A pair without its other half is an error.</summary>
    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions();
        foreach (string[] pair in args.Chunk(2))
        {
            options._values[pair[0]] = pair is [['-', '-', ..], var value] ? value : throw new ArgumentException($"'{pair[0]}' must be --name value.", nameof(args));
        }

        return options;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public long Number(string name, long otherwise) => Text(name) is { } text ? long.Parse(text, NumberStyles.Integer | NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : otherwise;
}
