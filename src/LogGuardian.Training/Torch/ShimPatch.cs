namespace LogGuardian.Training;

/// <summary>
/// TorchSharp's library is built with a compiler whose headers make every file ask for a symbol that says which libstdc++ it must find, and that nothing calls. In a copy, libraries may be without it.
/// </summary>
internal static class ShimPatch
{
    /// <summary>What older systems' libstdc++ lacks.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    private const string Symbol = "_ZSt21ios_base_library_initv";
    private const byte WeakVersion = 2;
    private const byte WeakSymbol = 2 << 4;

    /// <summary>A copy in which the version and its only symbol are weak; the bytes themselves where it needs no such version.</summary>
    /// <exception cref="InvalidDataException">It is not a library, or more than that symbol would be missing.</exception>
    public static byte[] Weakened(byte[] bytes)
    {
        var library = ElfLibrary.Parse(bytes);
        byte[] copy = [.. bytes];
        foreach (ElfNeed need in library.Needed().Where(need => need.Version == Version))
        {
            copy[need.FlagsAt] |= WeakVersion;
            foreach (ElfSymbol symbol in library.Marked(need.Index))
            {
                if (symbol.Name != Symbol || symbol.IsDefined || symbol.IsUsed)
                {
                    throw new InvalidDataException($"The library calls {symbol.Name} of {Version}, which the system's libstdc++ lacks. Install a newer libstdc++.");
                }

                copy[symbol.InfoAt] = (byte)((copy[symbol.InfoAt] & 0x0f) | WeakSymbol);
            }
        }

        return copy;
    }
}
