using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Templates as JSON, with a checksum: what was cut or changed must not be matched against.</summary>
internal static class TemplateState
{
    public static void Save(Utf8JsonWriter writer, IEnumerable<TemplateCluster> clusters)
    {
        TemplateCluster[] sorted = [.. clusters.OrderBy(cluster => cluster.Template.Id.Value).ThenBy(cluster => cluster.Hash)];
        writer.WriteStartObject();
        writer.WriteString("checksum", Checksum(sorted));
        writer.WritePropertyName("templates");
        Write(writer, sorted);
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">The section is damaged.</exception>
    public static TemplateCluster[] Load(JsonElement section)
    {
        try
        {
            TemplateCluster[] clusters = [.. section.GetProperty("templates").EnumerateArray().Select(Read)];
            string saved = section.GetProperty("checksum").GetString() ?? "";
            string actual = Checksum(clusters);
            return saved == actual
                ? clusters
                : throw new JsonException($"The templates do not match their checksum; it is {saved}, theirs is {actual}. Learn again.");
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException($"The templates cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Of the templates as they are written: white space and escapes of the document do not matter.</summary>
    private static string Checksum(TemplateCluster[] clusters)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, clusters);
        }

        return XxHash3.HashToUInt64(buffer.WrittenSpan).ToString("x16", CultureInfo.InvariantCulture);
    }

    private static void Write(Utf8JsonWriter writer, TemplateCluster[] clusters)
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
            for (int i = 0; i < cluster.Text.Count; i++)
            {
                writer.WriteStringValue(cluster.Text.Gap(i));
                writer.WriteStringValue(cluster.Text.Word(i));
                writer.WriteNumberValue(cluster.Hashes[i]);
                writer.WriteNumberValue((int)cluster.Roles[i]);
            }

            writer.WriteStringValue(cluster.Text.Gap(cluster.Text.Count));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static TemplateCluster Read(JsonElement saved)
    {
        JsonElement[] parts = [.. saved.GetProperty("units").EnumerateArray()];
        int count = parts.Length / 4;
        if (parts.Length % 4 != 1 || count > UnitReader.MaxUnits + 1)
        {
            throw new JsonException(FormattableString.Invariant($"A template has {parts.Length} parts; it must have four for each unit and one more, for at most {UnitReader.MaxUnits + 1} units."));
        }

        var text = new TemplateTextBuilder();
        ulong[] hashes = [.. Enumerable.Range(0, count).Select(i => parts[(4 * i) + 2].GetUInt64())];
        UnitRole[] roles = [.. Enumerable.Range(0, count).Select(i => Role(parts[(4 * i) + 3].GetInt32()))];
        for (int i = 0; i < count; i++)
        {
            string word = Text(parts[(4 * i) + 1]);
            text.AddGap(Text(parts[4 * i]));
            text.AddWord(word);
            if (hashes[i] == Unit.Wildcard && (i >= 64 || roles[i] != UnitRole.Value || word != MaskNames.Wildcard))
            {
                throw new JsonException(FormattableString.Invariant($"Unit {i} of a template has the hash of a wildcard and the word '{word}'; a wildcard is '<*>', a value, and among the first 64 units."));
            }
        }

        text.AddGap(Text(parts[^1]));
        TemplateId[] former = [.. saved.GetProperty("supersedes").EnumerateArray().Select(id => TemplateId.Parse(Text(id)))];
        var cluster = TemplateCluster.Create(saved.GetProperty("shape").GetUInt64(), hashes, roles, text.Build(), saved.GetProperty("readsUnits").GetBoolean(), former);
        return TemplateId.Parse(Text(saved.GetProperty("id"))) == cluster.Template.Id && Text(saved.GetProperty("text")) == cluster.Template.Text
            ? cluster
            : throw new JsonException($"A template has the id '{Text(saved.GetProperty("id"))}'; its units make it '{cluster.Template.Id}'.");
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new JsonException("A template has null where a text must be.");

    private static UnitRole Role(int role) =>
        role is >= 0 and <= (int)UnitRole.Value ? (UnitRole)role : throw new JsonException(FormattableString.Invariant($"A unit has the role {role}; it must be 0 to {(int)UnitRole.Value}."));
}
