using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogGuardian.Inference;

/// <summary>Values of an enumeration as words in lower case, never as numbers.</summary>
internal sealed class LowerCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(new Names(), allowIntegerValues: false)
    where TEnum : struct, Enum
{
    private sealed class Names : JsonNamingPolicy
    {
        public override string ConvertName(string name) => string.Create(name.Length, name, (lower, from) => from.AsSpan().ToLowerInvariant(lower));
    }
}
