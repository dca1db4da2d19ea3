using System.IO.Hashing;
using System.Text;
using Catalogue.Scanning;

namespace Catalogue;

/// <summary>The messages of all packages, each once.</summary>
internal sealed class Corpus
{
    public const string Kernel = "linux-source-6.1";

    // One in so many.
    private const int KernelShare = 4;
    private const int DebugShare = 4;
    private readonly Dictionary<string, Dictionary<Level, (int Count, Entry First)>> _messages = new(StringComparer.Ordinal);

    public void Add(string package, Language language, Message message)
    {
        if (!_messages.TryGetValue(message.Text, out Dictionary<Level, (int Count, Entry First)>? levels))
        {
            _messages[message.Text] = levels = [];
        }

        (int count, Entry? first) = levels.GetValueOrDefault(message.Level);
        var entry = new Entry(message.Level, package, language.Name(), message.Text);
        levels[message.Level] = (count + 1, first is null || entry.CompareTo(first) < 0 ? entry : first);
    }

    /// <summary>The messages that are kept, sorted: of a message with several levels the most frequent one, and of packages that have many a sample, as large for one as for another.</summary>
    /// <param name="most">The most messages; the kernel's are at most a quarter of all.</param>
    public IReadOnlyList<Entry> Select(int most)
    {
        ILookup<bool, IGrouping<string, Entry>> packages = _messages.Values
            .Select(levels => levels.OrderByDescending(pair => pair.Value.Count).ThenByDescending(pair => pair.Key).First().Value.First)
            .GroupBy(entry => entry.Package).ToLookup(package => package.Key == Kernel);
        int[] counts = [.. packages[false].Select(package => package.Count())];
        int each = Enumerable.Range(1, most).TakeWhile(limit => counts.Sum(count => Math.Min(count, limit)) <= most - (most / KernelShare)).LastOrDefault();
        List<Entry> kept = [.. packages[false].SelectMany(package => Sample(package, each))];
        return [.. kept.Concat(packages[true].SelectMany(package => Sample(package, Math.Min(most / KernelShare, kept.Count / (KernelShare - 1))))).Order()];
    }

    // What is rarely turned on must not crowd out what stands in logs.
    private static IEnumerable<Entry> Sample(IEnumerable<Entry> entries, int most)
    {
        ILookup<bool, Entry> drawn = entries.OrderBy(Draw).ThenBy(entry => entry).ToLookup(entry => entry.Level == Level.Debug);
        List<Entry> others = [.. drawn[false].Take(most)];
        return others.Concat(drawn[true].Take(Math.Min(most - others.Count, most / DebugShare)));
    }

    /// <summary>Decides which of a package's messages are kept: by nothing but the message, so that another version of the package keeps the same.</summary>
    private static ulong Draw(Entry entry) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(entry.Message));
}
