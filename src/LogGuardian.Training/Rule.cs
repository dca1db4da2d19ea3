using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Training;

/// <summary>Checks what callers set.</summary>
internal static class Rule
{
    /// <exception cref="ArgumentOutOfRangeException">The rule does not hold; the message names the value and the rule.</exception>
    public static void Require<T>(bool holds, string name, T value, FormattableString rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {FormattableString.Invariant(rule)}."));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The rule does not hold; the message names the value and the rule.</exception>
    public static void Require<T>(bool holds, string name, T value, string rule) => Require(holds, name, value, FormattableStringFactory.Create("{0}", rule));
}
