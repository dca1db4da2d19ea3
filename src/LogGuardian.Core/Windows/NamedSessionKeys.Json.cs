using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Core;

internal sealed partial class NamedSessionKeys
{
    // Where loggers nest the values of a record; the names of .NET, Serilog, OTLP, ECS and tracing.
    private static readonly JsonEncodedText[] Nests =
        [.. new[] { "State", "Properties", "Scopes", "attributes", "Attributes", "labels", "fields" }.Select(name => JsonEncodedText.Encode(name))];

    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Finds fields of a JSON line: at its top, and in the objects in which loggers nest values. Allocates nothing.</summary>
    private bool FindField(in ParsedLog log, int name, SessionKeySet keys)
    {
        ReadOnlySpan<byte> raw = log.Line.Raw.Span;
        if (!log.Format.Name.EndsWith("json", StringComparison.Ordinal) || raw.IndexOf(_names[name]) < 0)
        {
            return false;
        }

        bool found = false;
        try
        {
            // A container runtime may have put its header before the object.
            var json = new Utf8JsonReader(raw[Math.Max(0, raw.IndexOf((byte)'{'))..]);
            bool isKeyed = false;
            while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == 0))
            {
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    found |= TakeField(ref json, name, keys, ref isKeyed);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is JSON, but it is no text: what was found before it counts.
        }

        return found;
    }

    private bool TakeField(ref Utf8JsonReader json, int name, SessionKeySet keys, ref bool isKeyed)
    {
        bool isTop = json.CurrentDepth == 1;
        bool isNest = isTop && IsNest(ref json);
        bool isNamed = json.ValueTextEquals(_names[name]);
        bool isKey = !isTop && json.ValueTextEquals("key"u8);
        bool isValue = isKeyed && json.ValueTextEquals("value"u8);
        _ = json.Read();
        if (isKey && json.TokenType == JsonTokenType.String)
        {
            isKeyed = json.ValueTextEquals(_names[name]);
        }

        if (isValue && json.TokenType == JsonTokenType.StartObject)
        {
            // {"key":"OrderId","value":{"intValue":"7"}}
            isKeyed = false;
            isNamed = json.Read() && json.TokenType == JsonTokenType.PropertyName && json.Read();
        }

        if (isNamed && json.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            Add(ref json, name, keys);
            return true;
        }

        if (!isNest && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            json.Skip();
        }

        return false;
    }

    private static bool IsNest(ref Utf8JsonReader json)
    {
        foreach (JsonEncodedText nest in Nests)
        {
            if (json.ValueSpan.SequenceEqual(nest.EncodedUtf8Bytes))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(ref Utf8JsonReader json, int name, SessionKeySet keys)
    {
        if (!json.ValueIsEscaped)
        {
            Add(json.ValueSpan, name, keys);
            return;
        }

        byte[] text = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            Add(text.AsSpan(0, json.CopyString(text)), name, keys);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
