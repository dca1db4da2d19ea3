using System.Globalization;

namespace LogGuardian.Hosting;

/// <summary>Says of a value that breaks a rule what it is, and what it must be.</summary>
internal static class Rule
{
    public static void Require(bool holds, string name, object? value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {rule}. Leave it out for the default."));
        }
    }
}
