using System.Globalization;

namespace Lab.Running;

/// <summary>The logs that grow while a scenario runs, each with the parts that were rotated away.</summary>
internal sealed class LogFiles(string folder, IReadOnlyList<string> names)
{
    public IReadOnlyList<string> Names => names;

    /// <summary>How many bytes each log has by now.</summary>
    public IReadOnlyDictionary<string, long> Lengths() => names.ToDictionary(name => name, name => Parts(name).Sum(part => new FileInfo(part).Length));

    /// <summary>The files of a log, the oldest first.</summary>
    public IReadOnlyList<string> Parts(string name) =>
    [
        .. Directory.EnumerateFiles(folder, name + ".*")
            .Select(file => (file, age: int.TryParse(Path.GetExtension(file).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int age) ? age : 0))
            .Where(part => part.age > 0)
            .OrderByDescending(part => part.age)
            .Select(part => part.file),
        .. File.Exists(Path.Combine(folder, name)) ? [Path.Combine(folder, name)] : Array.Empty<string>(),
    ];

    /// <summary>The whole log in one file.</summary>
    public async Task JoinAsync(string name, Stream output, CancellationToken cancellationToken)
    {
        foreach (string part in Parts(name))
        {
            await using FileStream input = File.OpenRead(part);
            await input.CopyToAsync(output, cancellationToken);
        }
    }
}
