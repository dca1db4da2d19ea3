using LogGuardian.Parsing;

namespace LogGuardian;

/// <summary>Adds the template parser.</summary>
public static class ParsingBuilderExtensions
{
    /// <summary>Recognises the line format of each source, joins multi-line records, and mines templates online.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is not valid, or a rule of <see cref="ParsingOptions.Masks"/>.</exception>
    /// <exception cref="FormatException"><see cref="ParsingOptions.Format"/> is not valid header notation.</exception>
    public static AnomalyDetectorBuilder ParseWithTemplates(this AnomalyDetectorBuilder builder, ParsingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ParsingOptions valid = (options ?? new ParsingOptions()).Validated();
        if (valid.Format is not null)
        {
            // Fails here, at the call that is wrong, not in Build.
            _ = HeaderSpec.Parse(valid.Format, TimeProvider.System);
        }

        return builder.ParseWith(context => new TemplateParser(valid, context.Clock));
    }
}
