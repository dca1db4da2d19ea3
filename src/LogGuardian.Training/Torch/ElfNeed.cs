namespace LogGuardian.Training;

/// <summary>A version of symbols that an ELF library needs of another.</summary>
/// <param name="Version">Its name.</param>
/// <param name="Index">What symbols of this version are marked with.</param>
/// <param name="FlagsAt">Where in the file its flags are.</param>
internal readonly record struct ElfNeed(string Version, int Index, int FlagsAt);
