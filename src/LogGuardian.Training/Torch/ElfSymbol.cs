namespace LogGuardian.Training;

/// <summary>A symbol of an ELF library.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InfoAt">Where in the file its binding and type are.</param>
/// <param name="IsDefined">Whether the library has it, and needs it of no other.</param>
/// <param name="IsUsed">Whether an address of it is filled in while the library is loaded.</param>
internal readonly record struct ElfSymbol(string Name, int InfoAt, bool IsDefined, bool IsUsed);
