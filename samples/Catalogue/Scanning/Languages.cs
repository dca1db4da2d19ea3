namespace Catalogue.Scanning;

/// <summary>What is known of a file by its name.</summary>
internal static class Languages
{
    /// <summary>Parts of a path that say that its messages are no program's own: they test it, show it or were made for another.</summary>
    private static readonly HashSet<string> Apart = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "testing", "testsuite", "testsuites", "unittest", "unittests", "unit_tests", "selftest", "selftests", "regress", "t", "fuzz", "fuzzing", "fuzzers", "benchmark",
        "benchmarks", "doc", "docs", "documentation", "example", "examples", "samples", "demo", "demos", "third_party", "thirdparty", "vendor", "node_modules", "gtest", "googletest", "debian", ".pc",
    };

    private static readonly Dictionary<string, Language> ByExtension = new(StringComparer.Ordinal)
    {
        [".c"] = Language.C,
        [".h"] = Language.C,
        [".cc"] = Language.Cpp,
        [".cpp"] = Language.Cpp,
        [".cxx"] = Language.Cpp,
        [".hh"] = Language.Cpp,
        [".hpp"] = Language.Cpp,
        [".erl"] = Language.Erlang,
        [".go"] = Language.Go,
        [".java"] = Language.Java,
        [".py"] = Language.Python,
    };

    public static IEnumerable<string> Extensions => ByExtension.Keys;

    /// <summary>The language of a file; null for one that is not read.</summary>
    public static Language? Of(string path)
    {
        string[] parts = path.Split('/');
        string name = parts[^1];
        if (parts.Any(Apart.Contains)
            || Path.GetFileNameWithoutExtension(name) is var stem && (stem.StartsWith("test_", StringComparison.Ordinal) || stem.EndsWith("_test", StringComparison.Ordinal) || stem.EndsWith("Test", StringComparison.Ordinal) || stem.EndsWith("Tests", StringComparison.Ordinal)))
        {
            return null;
        }

        return ByExtension.TryGetValue(Path.GetExtension(name), out Language language) ? language : null;
    }

    /// <summary>The language's name in the corpus.</summary>
    public static string Name(this Language language) => language == Language.Cpp ? "c++" : language.ToString().ToLowerInvariant();
}
