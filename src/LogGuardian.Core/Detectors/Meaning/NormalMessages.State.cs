using System.Globalization;
using System.Text.Json;

namespace LogGuardian.Core;

/// <content>What was learned, as it is kept.</content>
internal sealed partial class NormalMessages
{
    /// <summary>Knows what another one does, which does not change.</summary>
    public void CopyFrom(NormalMessages other)
    {
        _vectors.CopyFrom(other._vectors);
        _usual.CopyFrom(other._usual);
        _messages.Clear();
        _messages.AddRange(other._messages);
        Windows = other.Windows;
        Index();
    }

    /// <summary>Adds what another one knows. When there is not room for all, those met latest stay, by how far each lies in what its own side met.</summary>
    public void Merge(NormalMessages other)
    {
        var all = new Dictionary<UInt128, (NormalMessage Message, float[] Vector)>();
        foreach ((NormalMessages from, int row) in Enumerable.Range(0, Count).Select(row => (this, row)).Concat(Enumerable.Range(0, other.Count).Select(row => (other, row))))
        {
            NormalMessage message = from._messages[row];
            all[message.Key] = all.TryGetValue(message.Key, out (NormalMessage Message, float[] Vector) known)
                ? (Joined(known.Message, message), known.Vector)
                : (message, from._vectors.VectorOf(row).ToArray());
        }

        UInt128[] order = Sightings.Interleave(KeysByUse(), Count, other.KeysByUse(), other.Count, Comparer<UInt128>.Default);
        Windows += other.Windows;
        Clear();
        foreach (UInt128 key in order.Reverse().Distinct().Take(_capacity).Reverse())
        {
            Add(all[key].Message, all[key].Vector);
        }

        Index();
        _usual.Fit(_vectors);
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("windows", Windows);
        writer.WriteStartArray("messages");
        foreach (NormalMessage message in _messages)
        {
            writer.WriteStartObject();
            writer.WriteString("key", message.Key.ToString("x32", CultureInfo.InvariantCulture));
            writer.WriteString("template", message.Template.Id.ToString());
            writer.WriteString("text", message.Template.Text);
            writer.WriteNumber("severity", (int)message.Severity);
            writer.WriteNumber("windows", message.Windows);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("vectors");
        _vectors.Save(writer);
        writer.WritePropertyName("usual");
        _usual.Save(writer);
        writer.WriteEndObject();
    }

    public void Load(JsonElement saved)
    {
        NormalMessage[] messages = [.. saved.GetProperty("messages").EnumerateArray().Select(MessageOf)];
        if (messages.Length > _capacity)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The state holds {messages.Length} messages of the meaning detector; MaxMessages is {_capacity}. Set it to {messages.Length} or more, or learn again."));
        }

        if (messages.DistinctBy(message => message.Key).Count() < messages.Length)
        {
            throw new JsonException("A message is there twice. Learn again.");
        }

        _vectors.Load(saved.GetProperty("vectors"), Array.ConvertAll(messages, message => message.Tag));
        _usual.Load(saved.GetProperty("usual"));
        Windows = saved.GetProperty("windows").GetInt64();
        _messages.Clear();
        _messages.AddRange(messages);
        Index();
    }

    private static NormalMessage MessageOf(JsonElement saved)
    {
        int severity = saved.GetProperty("severity").GetInt32();
        long windows = saved.GetProperty("windows").GetInt64();
        if (severity is < 0 or > byte.MaxValue || windows < 1)
        {
            throw new JsonException(FormattableString.Invariant($"A message has severity {severity} in {windows} windows; it must be 0 to {byte.MaxValue} in at least one. Learn again."));
        }

        return new NormalMessage(
            UInt128.Parse(saved.GetProperty("key").GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            new LogTemplate(TemplateId.Parse(saved.GetProperty("template").GetString()!), saved.GetProperty("text").GetString()!),
            (LogSeverity)severity,
            windows);
    }

    private static NormalMessage Joined(NormalMessage one, NormalMessage other) => new(
        one.Key,
        one.Template.Id.Value <= other.Template.Id.Value ? one.Template : other.Template,
        (LogSeverity)Math.Max((byte)one.Severity, (byte)other.Severity),
        Sightings.Sum(one.Windows, other.Windows));

    private UInt128[] KeysByUse() => [.. _vectors.ByUse().Select(row => _messages[row].Key)];

    private void Clear()
    {
        _vectors.Clear();
        _usual.Clear();
        _messages.Clear();
        _rows.Clear();
    }

    private void Index()
    {
        _rows.Clear();
        for (int row = 0; row < _messages.Count; row++)
        {
            _rows.Add(_messages[row].Key, row);
        }
    }
}
