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
            writer.WriteString("text", cluster.Template.Text);
            writer.WriteNumber("shape", cluster.Shape);
            writer.WriteBoolean("readsUnits", cluster.ReadsUnits);
            writer.WriteStartArray("supersedes");
            foreach (TemplateId former in cluster.Template.Supersedes)
            {
                writer.WriteStringValue(former.ToString());
            }

            writer.WriteEndArray();
            writer.WriteStartArray("units");
            for (int i = 0; i < cluster.Words.Length; i++)
            {
                writer.WriteStringValue(cluster.Gaps[i]);
                writer.WriteStringValue(cluster.Words[i]);
                writer.WriteNumberValue(cluster.Hashes[i]);
                writer.WriteNumberValue((int)cluster.Roles[i]);
            }

            writer.WriteStringValue(cluster.Gaps[^1]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static IEnumerable<TemplateCluster> Load(JsonElement section)
    {
        foreach (JsonElement saved in section.EnumerateArray())
        {
            JsonElement[] parts = [.. saved.GetProperty("units").EnumerateArray()];
            if (parts.Length % 4 != 1)
            {
                throw new JsonException(FormattableString.Invariant($"A template has {parts.Length} parts; it must have four for each unit and one more."));
            }

            int count = parts.Length / 4;
            string[] gaps = [.. Enumerable.Range(0, count + 1).Select(i => parts[4 * i].GetString()!)];
            string[] words = [.. Enumerable.Range(0, count).Select(i => parts[(4 * i) + 1].GetString()!)];
            ulong[] hashes = [.. Enumerable.Range(0, count).Select(i => parts[(4 * i) + 2].GetUInt64())];
            UnitRole[] roles = [.. Enumerable.Range(0, count).Select(i => (UnitRole)parts[(4 * i) + 3].GetInt32())];
            var template = new LogTemplate(TemplateId.Parse(saved.GetProperty("id").GetString()!), saved.GetProperty("text").GetString()!)
            {
                Supersedes = [.. saved.GetProperty("supersedes").EnumerateArray().Select(former => TemplateId.Parse(former.GetString()!))],
            };
            yield return new TemplateCluster(template, saved.GetProperty("shape").GetUInt64(), hashes, roles, words, gaps, saved.GetProperty("readsUnits").GetBoolean());
        }
    }
}
