using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Templates as JSON.</summary>
internal static class TemplateState
{
    public static void Save(Utf8JsonWriter writer, IEnumerable<TemplateCluster> clusters)
    {
        writer.WriteStartArray();
        foreach (TemplateCluster cluster in clusters)
        {
            writer.WriteStartObject();
            writer.WriteString("id", cluster.Template.Id.ToString());
            writer.WriteStartArray("words");
            for (int i = 0; i < cluster.Words.Length; i++)
            {
                writer.WriteStringValue(cluster.Words[i]);
                writer.WriteNumberValue(cluster.Hashes[i]);
                writer.WriteBooleanValue(cluster.Literal[i]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static IEnumerable<TemplateCluster> Load(JsonElement section)
    {
        foreach (JsonElement saved in section.EnumerateArray())
        {
            JsonElement[] parts = [.. saved.GetProperty("words").EnumerateArray()];
            if (parts.Length % 3 != 0)
            {
                throw new JsonException(FormattableString.Invariant($"A template has {parts.Length} parts; it must have three for each word."));
            }

            int count = parts.Length / 3;
            string[] words = [.. Enumerable.Range(0, count).Select(i => parts[3 * i].GetString()!)];
            ulong[] hashes = [.. Enumerable.Range(0, count).Select(i => parts[(3 * i) + 1].GetUInt64())];
            bool[] literal = [.. Enumerable.Range(0, count).Select(i => parts[(3 * i) + 2].GetBoolean())];
            TemplateId id = TemplateId.Parse(saved.GetProperty("id").GetString()!);
            yield return new TemplateCluster(new LogTemplate(id, string.Join(' ', words)), hashes, words, literal);
        }
    }
}
