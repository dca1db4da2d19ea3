using System.Collections.Frozen;

namespace LogGuardian.Parsing;

/// <summary>Nouns that a name follows: after "user", three different words are names of users and not three messages.</summary>
internal static class NameNouns
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "user", "username", "account", "host", "hostname", "file", "named", "device", "table", "database", "topic", "queue")
            .GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> word) => Lookup.Contains(word);
}
