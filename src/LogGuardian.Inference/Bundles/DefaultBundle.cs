namespace LogGuardian.Inference;

/// <summary>The bundle that this assembly carries, unpacked once for all who have it open.</summary>
internal static class DefaultBundle
{
    private const string Resource = "default-model.zip";
    private static readonly Lock Gate = new();
    private static BundleFolder? _files;

    /// <exception cref="InvalidDataException">The assembly is damaged.</exception>
    /// <exception cref="IOException">The temporary folder cannot be written.</exception>
    public static BundleFolder Open()
    {
        lock (Gate)
        {
            return _files is { } open && open.TryHold() ? open : _files = Unpack(typeof(DefaultBundle).Assembly.GetManifestResourceStream(Resource));
        }
    }

    /// <exception cref="InvalidDataException">It is not there, or damaged.</exception>
    public static BundleFolder Unpack(Stream? zip) => zip is null
        ? throw new InvalidDataException($"The assembly has no resource '{Resource}'; the package LogGuardian.Inference brings it. Get the package again, or open a bundle of your own.")
        : BundleFolder.OpenZip(zip, ModelOptions.MostBytes);
}
