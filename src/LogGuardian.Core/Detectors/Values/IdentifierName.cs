namespace LogGuardian.Core;

/// <summary>Names of parameters whose numbers stand for something and measure nothing, such as <c>pid</c>, <c>OrderId</c>, <c>trace_id</c>, <c>port</c>.</summary>
internal static class IdentifierName
{
    /// <summary>Whether the name says so: it is a port or a short word that ends with "id", or its last word is "id". Words such as "paid" and "invalid" do not count.</summary>
    public static bool Is(string? name)
    {
        if (name is null)
        {
            return false;
        }

        ReadOnlySpan<char> last = name.AsSpan(name.AsSpan().LastIndexOfAny("_-. ") + 1);
        return last.Equals("port", StringComparison.OrdinalIgnoreCase)
            || last is [.., 'P', 'o', 'r', 't']
            || (last.Length <= 3 && last.EndsWith("id", StringComparison.OrdinalIgnoreCase))
            || (last.Length > 3 && last is [.., var before, 'I', 'd' or 'D'] && !char.IsUpper(before));
    }
}
