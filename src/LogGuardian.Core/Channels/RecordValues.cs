using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Writes values of records as JSON. What .NET's own types need no string for needs none here either.</summary>
internal static class RecordValues
{
    /// <summary>Items of a list; later ones are left out: a list may be a query without end.</summary>
    private const int MaxItems = 100;

    // What a number, a date or an identifier needs at most, and more.
    private const int ShortText = 128;

    public static void Write(Utf8JsonWriter json, ReadOnlySpan<char> name, object? value, int textChars)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, Cut(text, textChars));
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case decimal number:
                json.WriteNumber(name, number);
                break;
            default:
                WriteOther(json, name, value, textChars);
                break;
        }
    }

    private static ReadOnlySpan<char> Cut(string? text, int textChars) => text.AsSpan(0, Math.Min(text?.Length ?? 0, textChars));

    private static void WriteOther(Utf8JsonWriter json, ReadOnlySpan<char> name, object value, int textChars)
    {
        if (!OwnWork.TryBeginValue())
        {
            json.WriteString(name, "(logged while a value is written)");
            return;
        }

        try
        {
            if (!TryWriteShort(json, name, value))
            {
                json.WriteString(name, Cut(TextOf(value), textChars));
            }
        }
        catch (Exception e)
        {
            // Logging must not fail because a value cannot be written.
            json.WriteString(name, value is Exception ? $"{value.GetType()}: ({e.GetType().Name} when written)" : $"({e.GetType().Name} when written)");
        }
        finally
        {
            OwnWork.EndValue();
        }
    }

    private static bool TryWriteShort(Utf8JsonWriter json, ReadOnlySpan<char> name, object value)
    {
        // Times as everywhere in the record, by ISO 8601.
        ReadOnlySpan<char> format = value is DateTime or DateTimeOffset ? "O" : default;
        if (value is IUtf8SpanFormattable bytes)
        {
            Span<byte> utf8 = stackalloc byte[ShortText];
            if (bytes.TryFormat(utf8, out int count, format, CultureInfo.InvariantCulture))
            {
                json.WriteString(name, utf8[..count]);
                return true;
            }
        }
        else if (value is ISpanFormattable chars)
        {
            Span<char> utf16 = stackalloc char[ShortText];
            if (chars.TryFormat(utf16, out int count, format, CultureInfo.InvariantCulture))
            {
                json.WriteString(name, utf16[..count]);
                return true;
            }
        }

        return false;
    }

    private static string? TextOf(object? value) => value switch
    {
        null => "(null)",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(", ", list.Cast<object?>().Take(MaxItems).Select(item => item is IEnumerable and not string ? item.ToString() : TextOf(item))),
        _ => value.ToString(),
    };
}
