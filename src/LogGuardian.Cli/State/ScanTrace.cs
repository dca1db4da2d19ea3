using System.Security.Cryptography;

namespace LogGuardian.Cli;

/// <summary>What the state says of the scan that writes it, so that one that goes on after it was killed knows that there was one, and its files.</summary>
/// <param name="Input">The input as it was named.</param>
internal sealed record ScanTrace(string Input)
{
    private const int MaxFiles = 1_024;
    private const int HashBytes = 8;
    private readonly Dictionary<string, string> _firstLines = new(StringComparer.Ordinal);

    /// <summary>Hashes of the first line of each file.</summary>
    public IReadOnlyDictionary<string, string> FirstLines => _firstLines;

    /// <summary>Notes the first line of a file; false when the file had another one.</summary>
    public bool Note(LogLine first)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(first.Raw.Span).AsSpan(0, HashBytes));
        bool isSame = !_firstLines.TryGetValue(first.Source, out string? before) || before == hash;
        Note(first.Source, hash);
        return isSame;
    }

    public void Note(string file, string hash)
    {
        if (_firstLines.Count < MaxFiles || _firstLines.ContainsKey(file))
        {
            _firstLines[file] = hash;
        }
    }
}
