using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Evaluation;

/// <summary>A JSON object in each line, with its message and label in properties of the first level.</summary>
internal sealed class JsonLinesReader(string path, EvaluationDataOptions options) : DataReader(path, options)
{
    private static readonly string[] Names = ["data.jsonl"];

    public override bool HasSessions => Options.SessionColumn is not null;

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (LogLine line in LinesAsync(Names, cancellationToken).ConfigureAwait(false))
        {
            yield return Read(line);
        }
    }

    private DataLine Read(LogLine line)
    {
        using JsonDocument document = Parse(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(line, inner: null);
        }

        Dictionary<string, string> values = document.RootElement.EnumerateObject()
            .GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Value.ToString(), StringComparer.OrdinalIgnoreCase);
        byte[] content = Encoding.UTF8.GetBytes(Value(Options.MessageColumn, nameof(Options.MessageColumn)));
        long ticks = Options.TimeColumn is { } time ? TableTime.Read(Path, line.LineId, Value(time, nameof(Options.TimeColumn))) : 0;
        return new DataLine(ContentLine.Make(line.Source, line.LineId, content, ticks), !IsNormal(Value(Options.LabelColumn, nameof(Options.LabelColumn))))
        {
            Sessions = Options.SessionColumn is { } session ? [Value(session, nameof(Options.SessionColumn))] : [],
            System = Options.SystemColumn is { } system ? Value(system, nameof(Options.SystemColumn)) : "",
            IsIncomplete = content.Length == 0,
        };

        string Value(string name, string option) => values.TryGetValue(name, out string? value) ? value : throw new InvalidDataException(FormattableString.Invariant(
            $"Line {line.LineId} of '{Path}' has no property '{name}'; it has {string.Join(", ", values.Keys.Select(key => $"'{LogText.Printable(key, 40)}'"))}. Set {option} to one of them."));
    }

    private JsonDocument Parse(LogLine line)
    {
        try
        {
            return JsonDocument.Parse(line.Raw);
        }
        catch (JsonException e)
        {
            throw Wrong(line, e);
        }
    }

    private InvalidDataException Wrong(LogLine line, Exception? inner) => new(
        FormattableString.Invariant($"Line {line.LineId} of '{Path}' is '{LogText.Printable(line.ToString(), 80)}'; it must be a JSON object. Write one object in each line."), inner);
}
