using System.IO.Compression;
using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>
/// What was learned, as a file: the document of <see cref="AnomalyDetector.SaveStateAsync"/> and, under <c>settings</c>, the window and
/// format it was learned with. Compressed when its name ends in <c>.gz</c>; read by its first bytes.
/// </summary>
internal static class StateFile
{
    /// <summary>Opens the state; it must exist.</summary>
    public static async Task<MemoryStream> ReadAsync(string path, CancellationToken stop)
    {
        try
        {
            FileStream file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
                file.Position = 0;
                Stream source = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
                var state = new MemoryStream();
                await source.CopyToAsync(state, stop).ConfigureAwait(false);
                state.Position = 0;
                return state;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"State '{path}' does not exist; it must be a file that learning wrote. Run 'logguardian learn <files> --state {path}' first.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CliException($"State '{path}' cannot be read: {e.Message} Check the path, or learn again.", e);
        }
    }

    public static StateSettings ReadSettings(string path, MemoryStream state)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(state.GetBuffer().AsMemory(0, (int)state.Length));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("settings", out JsonElement settings)
                ? new StateSettings(settings.GetProperty("window").GetString(), settings.GetProperty("format").GetString())
                : new StateSettings(null, null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Unusable(path, "It is damaged or not a state. Learn again.", e);
        }
    }

    public static async Task LoadAsync(AnomalyDetector detector, string path, MemoryStream state, CancellationToken stop)
    {
        try
        {
            await detector.LoadStateAsync(state, stop).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Unusable(path, e.Message, e);
        }
    }

    /// <summary>Writes the state beside its place and moves it there: whoever reads it finds the old one or the new one, never half of one.</summary>
    public static async Task SaveAsync(AnomalyDetector detector, string path, StateSettings settings, CancellationToken stop)
    {
        using var learned = new MemoryStream();
        await detector.SaveStateAsync(learned, stop).ConfigureAwait(false);
        string fresh = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileStream file = new(fresh, FileMode.CreateNew, FileAccess.Write);
            await using (file.ConfigureAwait(false))
            {
                if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                {
                    using var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
                    Write(packed, learned, settings);
                }
                else
                {
                    Write(file, learned, settings);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"State '{path}' cannot be written: {e.Message} Check that its directory exists and may be written.", e);
        }
        finally
        {
            Discard(fresh);
        }
    }

    private static void Write(Stream target, MemoryStream learned, StateSettings settings)
    {
        using JsonDocument document = JsonDocument.Parse(learned.GetBuffer().AsMemory(0, (int)learned.Length));
        using var writer = new Utf8JsonWriter(target);
        writer.WriteStartObject();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.NameEquals("stages"))
            {
                writer.WriteStartObject("settings");
                writer.WriteString("window", settings.Window);
                writer.WriteString("format", settings.Format);
                writer.WriteEndObject();
            }

            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void Discard(string fresh)
    {
        try
        {
            File.Delete(fresh);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is the better story.
        }
    }

    private static CliException Unusable(string path, string why, Exception e) => new($"State '{path}' cannot be used. {why}", e);
}
