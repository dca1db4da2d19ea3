using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// The document that holds what a pipeline learned: settings of the caller, one versioned section per stage, and at its very end the SHA-256 of all bytes
/// before it. Version 1 had neither checksum nor open windows, version 2
/// neither successors nor feedback.
/// </summary>
internal static class DetectorState
{
    private const string Kind = "logguardian-state";
    private const int Version = 3;
    private const int ChecksumVersion = 2;
    private static readonly byte[] ChecksumStart = ",\"checksum\":\""u8.ToArray();
    private static readonly byte[] ChecksumEnd = "\"}"u8.ToArray();

    /// <summary>Makes the document.</summary>
    public static ReadOnlyMemory<byte> Save(IEnumerable<IStateful> stages, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var document = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(document))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind);
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("settings");
            foreach ((string name, string? value) in settings)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("stages");
            foreach (IStateful stage in stages)
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.WriteStartObject(stage.StateName);
                writer.WriteNumber("version", stage.StateVersion);
                writer.WritePropertyName("data");
                stage.SaveState(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        // Without its last brace the document is what the checksum is of.
        ReadOnlySpan<byte> body = document.WrittenSpan[..^1];
        string checksum = Convert.ToHexStringLower(SHA256.HashData(body));
        int length = body.Length;
        document.ResetWrittenCount();
        document.Advance(length);
        document.Write(ChecksumStart);
        document.Write(Encoding.ASCII.GetBytes(checksum));
        document.Write(ChecksumEnd);
        return document.WrittenMemory;
    }

    /// <summary>Reads a document and checks that it is whole.</summary>
    /// <exception cref="InvalidDataException">It is foreign, damaged or of a later version.</exception>
    public static async Task<JsonElement> ReadAsync(Stream state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var bytes = new MemoryStream();
        await state.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    /// <summary>Loads a document that was parsed and checked.</summary>
    public static void Load(JsonElement document, IEnumerable<IStateful> stages, CancellationToken cancellationToken) => _ = Guard(() =>
    {
        int documentVersion = document.GetProperty("version").GetInt32();
        JsonElement sections = document.GetProperty("stages");
        foreach (IStateful stage in stages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!sections.TryGetProperty(stage.StateName, out JsonElement section))
            {
                if ((documentVersion == 1 && stage is OpenWindows) || (documentVersion < 3 && stage is TemplateSuccessors or FeedbackMemory))
                {
                    continue;
                }

                throw new InvalidDataException($"The state has no section '{stage.StateName}'; it was saved by a pipeline with other stages. Learn again with this one.");
            }

            int version = section.GetProperty("version").GetInt32();
            CheckVersion($"Section '{stage.StateName}' of the state", version, stage.StateVersion);
            stage.LoadState(section.GetProperty("data"), version);
        }

        return true;
    });

    /// <summary>Parses a document and checks that it is whole.</summary>
    /// <exception cref="InvalidDataException">It is foreign, damaged or of a later version.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> document) => Guard(() =>
    {
        JsonElement root = JsonElement.Parse(document.Span);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("kind", out JsonElement kind) || kind.GetString() != Kind)
        {
            throw new InvalidDataException($"The state is not a LogGuardian state; its kind must be '{Kind}'. Pass a file that SaveStateAsync or 'logguardian learn' wrote.");
        }

        int version = root.GetProperty("version").GetInt32();
        CheckVersion("The state", version, Version);
        return version < ChecksumVersion || HasItsChecksum(document.Span) ? root : throw new JsonException("its checksum is not that of its content.");
    });

    /// <summary>Reads what the writer of a document noted beside what was learned.</summary>
    public static IReadOnlyDictionary<string, string?> SettingsOf(JsonElement document) => Guard(() =>
        document.TryGetProperty("settings", out JsonElement settings)
            ? settings.EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString(), StringComparer.Ordinal)
            : []);

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The state is damaged: {e.Message}{(e.Message.EndsWith("Learn again.", StringComparison.Ordinal) ? "" : " Learn again.")}", e);
        }
    }

    private static bool HasItsChecksum(ReadOnlySpan<byte> document)
    {
        int start = document.LastIndexOf(ChecksumStart);
        return start >= 0
            && document[(start + ChecksumStart.Length)..].SequenceEqual(
                (byte[])[.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(document[..start]))), .. ChecksumEnd]);
    }

    private static void CheckVersion(string what, int version, int newest)
    {
        if (version < 1 || version > newest)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"{what} has version {version}; it must be 1 to {newest}. Use the release that wrote it, or learn again."));
        }
    }
}
