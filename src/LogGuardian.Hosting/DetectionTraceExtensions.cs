using System.Diagnostics;
using System.Text.Json;

namespace LogGuardian;

/// <summary>Which traces a detection speaks of.</summary>
public static class DetectionTraceExtensions
{
    private const string AnySpan = "0000000000000001";

    /// <summary>
    /// The traces of the evidence's lines, strongest evidence first: each trace once, with the span of its first line. Read from <c>@tr</c> and <c>@sp</c> of lines in Serilog's compact
    /// format, as <see cref="LogChannel"/> has them; empty where lines have no trace.
    /// </summary>
    /// <param name="detection">The detection.</param>
    /// <param name="most">Traces at most; by default 32, at least 1. Later ones are left out.</param>
    public static IReadOnlyList<ActivityContext> Traces(this Detection detection, int most = 32)
    {
        ArgumentNullException.ThrowIfNull(detection);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return [.. detection.Evidence.SelectMany(evidence => evidence.Lines).Select(line => ContextOf(line.Line.Raw.Span)).OfType<ActivityContext>().DistinctBy(context => context.TraceId).Take(most)];
    }

    private static ActivityContext? ContextOf(ReadOnlySpan<byte> line)
    {
        string? trace = null;
        string? span = null;
        try
        {
            var json = new Utf8JsonReader(line);
            bool isObject = json.Read() && json.TokenType == JsonTokenType.StartObject;
            while (isObject && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isTrace = json.ValueTextEquals("@tr"u8);
                bool isSpan = json.ValueTextEquals("@sp"u8);
                json.Read();
                if ((isTrace || isSpan) && json.TokenType == JsonTokenType.String)
                {
                    (trace, span) = isTrace ? (json.GetString(), span) : (trace, json.GetString());
                }

                json.Skip();
            }
        }
        catch (JsonException)
        {
            // A line of another format, or one that was cut.
        }

        // Checked as the header that it would be; a record may have a trace and no span.
        return !ActivityContext.TryParse($"00-{trace}-{span ?? AnySpan}-00", null, out ActivityContext context) ? null
            : span is null ? new ActivityContext(context.TraceId, default, ActivityTraceFlags.None)
            : context;
    }
}
