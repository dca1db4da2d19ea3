using System.Globalization;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>The document that holds what a pipeline learned: one versioned section per stage.</summary>
internal static class DetectorState
{
    private const string Kind = "logguardian-state";
    private const int Version = 1;

    public static async Task SaveAsync(Stream destination, IEnumerable<IStateful> stages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var writer = new Utf8JsonWriter(destination);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind);
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("stages");
            foreach (IStateful stage in stages)
            {
                writer.WriteStartObject(stage.StateName);
                writer.WriteNumber("version", stage.StateVersion);
                writer.WritePropertyName("data");
                stage.SaveState(writer);
                writer.WriteEndObject();
                await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task LoadAsync(Stream state, IEnumerable<IStateful> stages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(state, cancellationToken: cancellationToken).ConfigureAwait(false);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("kind", out JsonElement kind) || kind.GetString() != Kind)
            {
                throw new InvalidDataException($"The state is not a LogGuardian state; its kind must be '{Kind}'. Pass a file that SaveStateAsync or 'logguardian learn' wrote.");
            }

            CheckVersion("The state", root.GetProperty("version").GetInt32(), Version);
            JsonElement sections = root.GetProperty("stages");
            foreach (IStateful stage in stages)
            {
                if (!sections.TryGetProperty(stage.StateName, out JsonElement section))
                {
                    throw new InvalidDataException($"The state has no section '{stage.StateName}'; it was saved by a pipeline with other stages. Learn again with this one.");
                }

                int version = section.GetProperty("version").GetInt32();
                CheckVersion($"Section '{stage.StateName}' of the state", version, stage.StateVersion);
                stage.LoadState(section.GetProperty("data"), version);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The state is damaged: {e.Message}{(e.Message.EndsWith("Learn again.", StringComparison.Ordinal) ? "" : " Learn again.")}", e);
        }
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
