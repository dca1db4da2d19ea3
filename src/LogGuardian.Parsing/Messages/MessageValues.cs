using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Finds the values of a template's holes in JSON: strings without their quotes, everything else as it is written.</summary>
internal static class MessageValues
{
    /// <summary>Looks for the values where the line was read already.</summary>
    /// <param name="message">What was read of the line.</param>
    /// <param name="names">The names.</param>
    /// <param name="ranges">Receives a range for each name.</param>
    /// <returns>Whether every name has a value; otherwise the JSON is to be looked through.</returns>
    public static bool TryFind(in GivenMessage message, byte[][] names, Span<ValueRange> ranges)
    {
        ReadOnlySpan<byte> json = message.Json.Span;
        int found = 0;
        while (found < names.Length && message.Values.Start == 0 && PlaceOf(json, message.Listed, names[found], out ranges[found]))
        {
            found++;
        }

        return found == names.Length;
    }

    /// <summary>Looks for a value for each name; the first property of a name counts. Never throws.</summary>
    /// <param name="values">An object with a property for each name, or an array of objects with <c>key</c> and <c>value</c>, as in OTLP.</param>
    /// <param name="names">The names.</param>
    /// <param name="ranges">Receives a range for each name.</param>
    /// <returns>Whether every name has a value.</returns>
    public static bool TryFind(ReadOnlySpan<byte> values, byte[][] names, Span<ValueRange> ranges)
    {
        ranges[..names.Length].Clear();
        var json = new Utf8JsonReader(values);
        int found = 0;
        try
        {
            bool inObject = json.Read() && json.TokenType == JsonTokenType.StartObject;
            while (found < names.Length && json.Read() && json.TokenType is JsonTokenType.PropertyName or JsonTokenType.StartObject)
            {
                ulong holes = inObject ? HolesOf(ref json, names) : 0;
                ValueRange range = inObject ? ReadValue(ref json) : ReadAttribute(ref json, names, out holes);
                for (int i = 0; holes != 0; i++, holes >>= 1)
                {
                    if ((holes & 1) != 0 && !ranges[i].IsFound)
                    {
                        ranges[i] = range;
                        found++;
                    }
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A half surrogate in a name: what was found before it counts.
        }

        return found == names.Length;
    }

    private static bool PlaceOf(ReadOnlySpan<byte> json, in JsonProperties listed, ReadOnlySpan<byte> name, out ValueRange range)
    {
        for (int i = 0; i < listed.Count; i++)
        {
            ((int start, int length, bool escaped), JsonPart value) = listed[i];
            ReadOnlySpan<byte> known = json.Slice(start, length);
            if (escaped)
            {
                break;
            }

            if (known.SequenceEqual(name) || Bare(known).SequenceEqual(name))
            {
                range = new ValueRange(value.Start, value.Length, value.IsEscaped);
                return true;
            }
        }

        range = default;
        return false;
    }

    private static ulong HolesOf(ref Utf8JsonReader json, byte[][] names)
    {
        ReadOnlySpan<byte> bare = json.ValueIsEscaped ? default : Bare(json.ValueSpan);
        ulong holes = 0;
        for (int i = 0; i < names.Length; i++)
        {
            holes |= json.ValueTextEquals(names[i]) || (!bare.IsEmpty && bare.SequenceEqual(names[i])) ? 1UL << i : 0;
        }

        return holes;
    }

    /// <summary>Whether a name is one that Serilog's compact format keeps for itself.</summary>
    public static bool IsCompactField(ReadOnlySpan<byte> name) => name is [(byte)'@', .. var rest]
        && rest is [(byte)'t' or (byte)'m' or (byte)'l' or (byte)'x' or (byte)'i' or (byte)'r'] or [(byte)'m', (byte)'t'] or [(byte)'t', (byte)'r'] or [(byte)'s', (byte)'p'];

    // Microsoft.Extensions.Logging takes the operator of {@Order} for a part of the name.
    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> name) => name is [(byte)'@' or (byte)'$', .. var bare] && !IsCompactField(name) ? bare : default;

    private static ValueRange ReadValue(ref Utf8JsonReader json)
    {
        _ = json.Read();
        int start = (int)json.TokenStartIndex;
        if (json.TokenType == JsonTokenType.String)
        {
            return new ValueRange(start + 1, json.ValueSpan.Length, json.ValueIsEscaped);
        }

        json.Skip();
        return new ValueRange(start, (int)json.BytesConsumed - start, IsEscaped: false);
    }

    // {"key":"OrderId","value":{"intValue":"7"}}
    private static ValueRange ReadAttribute(ref Utf8JsonReader json, byte[][] names, out ulong holes)
    {
        holes = 0;
        ValueRange range = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isKey = json.ValueTextEquals("key"u8);
            bool isValue = json.ValueTextEquals("value"u8);
            _ = json.Read();
            if (isKey && json.TokenType == JsonTokenType.String)
            {
                holes = HolesOf(ref json, names);
            }
            else if (isValue && json.TokenType == JsonTokenType.StartObject)
            {
                range = ReadTyped(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        holes = range.IsFound ? holes : 0;
        return range;
    }

    private static ValueRange ReadTyped(ref Utf8JsonReader json)
    {
        ValueRange range = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            range = ReadValue(ref json);
        }

        return range;
    }
}
