namespace LogGuardian.Parsing;

/// <summary>Where the exception of a record stands in its JSON.</summary>
/// <param name="Text">Type, message and frames, as <see cref="Exception.ToString"/> gives them.</param>
/// <param name="Type">Its type alone.</param>
/// <param name="Message">Its message alone.</param>
internal readonly record struct GivenException(JsonPart Text, JsonPart Type, JsonPart Message)
{
    public bool IsFound => Text.IsFound || Type.IsFound;

    /// <summary>The same with one part more; the first one of its kind counts.</summary>
    public GivenException With(JsonKey key, JsonPart part) => key switch
    {
        JsonKey.Exception when !Text.IsFound => this with { Text = part },
        JsonKey.ExceptionType when !Type.IsFound => this with { Type = part },
        JsonKey.ExceptionMessage when !Message.IsFound => this with { Message = part },
        _ => this,
    };
}
