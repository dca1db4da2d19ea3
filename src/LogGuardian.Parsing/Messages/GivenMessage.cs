namespace LogGuardian.Parsing;

/// <summary>A message template that the line itself carries, with the place where its values are. A value; both are slices of the line.</summary>
/// <param name="Template">The template's bytes as they stand in the line; empty when the line carries none.</param>
/// <param name="IsEscaped">Whether those bytes are the inside of a JSON string with escapes.</param>
/// <param name="Values">The JSON that holds the values: an object with a property for each name, or an array of <c>key</c> and <c>value</c>.</param>
/// <param name="IsRendered">Whether the content is the rendered message, rather than the template once more.</param>
internal readonly record struct GivenMessage(ReadOnlyMemory<byte> Template, bool IsEscaped, ReadOnlyMemory<byte> Values, bool IsRendered);
