using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using LogGuardian.Core;

namespace LogGuardian;

/// <summary>
/// A detector's state on disk, in two generations: the file itself, and beside it the one before, named <c>.previous</c>. A new one is written beside them,
/// flushed to the disk and then renamed, so that whoever is killed at any moment leaves a whole generation behind. Compressed when its name ends in
/// <c>.gz</c>; read by its first bytes. One process writes it at a time.
/// </summary>
public sealed class StateFile
{
    private readonly string _previous;
    private readonly string _fresh;

    /// <summary>Names the file; touches nothing.</summary>
    /// <param name="path">The file. Its directory must exist when it is written.</param>
    public StateFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        _previous = path + ".previous";
        _fresh = path + ".tmp";
    }

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>Writes what a detector learned and its open windows; what was there becomes the previous generation.</summary>
    /// <param name="detector">The detector; may be running.</param>
    /// <param name="settings">Anything that whoever reads it should know, such as how it was configured.</param>
    /// <param name="cancellationToken">Stops the writing; what was there stays.</param>
    /// <exception cref="IOException">It cannot be written; what was there stays.</exception>
    public async Task SaveAsync(AnomalyDetector detector, IReadOnlyDictionary<string, string?>? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(detector);
        try
        {
            await WriteAsync(detector, settings ?? new Dictionary<string, string?>(), cancellationToken).ConfigureAwait(false);

            // A damaged file must not push out the last good one.
            if (File.Exists(Path) && (await TryReadAsync(Path, cancellationToken).ConfigureAwait(false)).Snapshot is not null)
            {
                File.Move(Path, _previous, overwrite: true);
            }

            File.Move(_fresh, Path, overwrite: true);
            DirectoryEntries.Flush(Path);
        }
        catch (Exception)
        {
            Discard();
            throw;
        }
    }

    /// <summary>Reads the newest generation that is whole and of a version that is understood.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FileNotFoundException">There is no generation.</exception>
    /// <exception cref="InvalidDataException">None can be used; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<StateSnapshot> ReadAsync(CancellationToken cancellationToken = default)
    {
        (StateSnapshot? newest, string? problem) = await TryReadAsync(Path, cancellationToken).ConfigureAwait(false);
        if (newest is not null)
        {
            return newest;
        }

        (StateSnapshot? before, _) = await TryReadAsync(_previous, cancellationToken).ConfigureAwait(false);
        if (before is not null)
        {
            return before.Because(string.Create(
                CultureInfo.InvariantCulture,
                $"{problem ?? "The state is not there."} The one before it is used, of {before.WrittenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z; what was learned since then is missing."));
        }

        throw problem is null
            ? new FileNotFoundException($"There is no state '{Path}'. Save one first.", Path)
            : new InvalidDataException(problem);
    }

    private async Task WriteAsync(AnomalyDetector detector, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        FileStream file = new(_fresh, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            Stream target = Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : file;
            await detector.SaveStateAsync(target, settings, cancellationToken).ConfigureAwait(false);
            if (target != file)
            {
                await target.DisposeAsync().ConfigureAwait(false);
            }

            file.Flush(flushToDisk: true);
        }
    }

    private void Discard()
    {
        try
        {
            File.Delete(_fresh);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is the better story.
        }
    }

    /// <returns>The snapshot, or why it cannot be used; neither when there is none.</returns>
    private static async Task<(StateSnapshot? Snapshot, string? Problem)> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
                file.Position = 0;
                Stream source = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
                using var bytes = new MemoryStream();
                await source.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
                JsonElement document = DetectorState.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
                return (new StateSnapshot(document, DetectorState.SettingsOf(document), File.GetLastWriteTimeUtc(path), null), null);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (InvalidDataException e)
        {
            return (null, e.Message);
        }
    }
}
