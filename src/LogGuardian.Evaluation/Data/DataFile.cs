namespace LogGuardian.Evaluation;

/// <summary>A file of a data set, decompressed.</summary>
/// <param name="Name">Path below the folder or within the archive, without the extension of a compressed file.</param>
/// <param name="Content">The bytes; only valid until the next file is asked for.</param>
internal readonly record struct DataFile(string Name, Stream Content)
{
    public string FileName => Name[(Name.LastIndexOf('/') + 1)..];
}
