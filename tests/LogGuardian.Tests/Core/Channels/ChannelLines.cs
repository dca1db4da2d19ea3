using System.Text.Json;

namespace LogGuardian.Tests.Core.Channels;

/// <summary>Reads what is in a channel.</summary>
internal static class ChannelLines
{
    /// <summary>Completes a channel and reads its records.</summary>
    public static async Task<List<JsonElement>> ReadAllAsync(this LogChannel channel)
    {
        channel.Complete();
        var records = new List<JsonElement>();
        await foreach (LogLine line in channel.ReadAsync())
        {
            using var document = JsonDocument.Parse(line.Raw);
            records.Add(document.RootElement.Clone());
        }

        return records;
    }

    public static string? Text(this JsonElement record, string name) => record.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
}
