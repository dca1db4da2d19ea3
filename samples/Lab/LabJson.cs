using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Lab;

/// <summary>How the lab reads and writes its files: a field that is not known is an error; a range of lines stands in one line.</summary>
internal static partial class LabJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Text(object value) => Ranges().Replace(JsonSerializer.Serialize(value, value.GetType(), Options), "[$1, $2]") + "\n";

    [GeneratedRegex(@"\[\s+(\d+),\s+(\d+)\s+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Ranges();
}
