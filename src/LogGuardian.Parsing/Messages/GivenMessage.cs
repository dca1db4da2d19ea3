namespace LogGuardian.Parsing;

/// <summary>A message template that the line itself carries, with the place where its values are. A value; all of it is slices of the line.</summary>
/// <param name="Json">The line, or what was in its envelope.</param>
/// <param name="Template">The template; not found when the line carries none.</param>
/// <param name="Values">The JSON that holds the values: an object with a property for each name, or an array of <c>key</c> and <c>value</c>.</param>
/// <param name="Listed">The first properties of the line, which are the first values where these stand in no object of their own.</param>
/// <param name="Exception">The exception that was logged with it.</param>
/// <param name="IsRendered">Whether the content is the rendered message, rather than the template once more.</param>
internal readonly record struct GivenMessage(ReadOnlyMemory<byte> Json, JsonPart Template, JsonPart Values, JsonProperties Listed, GivenException Exception, bool IsRendered)
{
    public bool IsFound => Template.IsFound;
}
