using System.Globalization;

namespace LogGuardian;

/// <summary>
/// Identity of a template: a 64-bit hash of the template's text at the moment it was first seen. Derived from content, so
/// equal on every machine and after a restart; a template that later generalises keeps its id.
/// </summary>
/// <param name="Value">The hash; 0 is <see cref="Unseen"/>.</param>
public readonly record struct TemplateId(ulong Value)
{
    /// <summary>The id of a line that matched no template.</summary>
    public static TemplateId Unseen => default;

    /// <summary>Reads the 16 hexadecimal digits that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not 16 hexadecimal digits.</exception>
    public static TemplateId Parse(string text)
    {
        if (text is { Length: 16 } && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value))
        {
            return new TemplateId(value);
        }

        throw new FormatException($"Template id is '{text}'; it must be 16 hexadecimal digits. Copy it as ToString() wrote it.");
    }

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
