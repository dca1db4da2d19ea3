namespace LogGuardian.Training;

/// <summary>A section of an ELF library.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Link">The section that it refers to.</param>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct ElfSection(uint Type, uint Link, ulong Offset, ulong Size);
