using System.Buffers;
using System.Text.Json.Serialization;

namespace LogGuardian.Inference;

/// <summary>What of a log the model reads.</summary>
/// <param name="Masks">What stands in the place of values.</param>
/// <param name="Level">Whether the severity comes first.</param>
/// <param name="Component">Whether the header's component comes before the message.</param>
/// <param name="Prefix">What comes before everything else, such as <c>query: </c> for E5; at most 1,024 characters.</param>
public sealed record BundleMessage(
    [property: JsonConverter(typeof(LowerCaseEnum<MessageMasks>))] MessageMasks Masks = MessageMasks.Typed,
    bool Level = false,
    bool Component = false,
    string Prefix = "")
{
    /// <summary>Writes what the model reads of a log, as UTF-8. Safe for concurrent callers.</summary>
    public void Write(in ParsedLog log, IBufferWriter<byte> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        new MessageText(Masks, Level, Component, Prefix).Write(log, text);
    }
}
