using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>Lines as the next release of a program would write them: they are parsed by what training left, and those of a chosen template are edited.</summary>
internal static class EditedLines
{
    public static async IAsyncEnumerable<(DataLine Line, int Ordinal)> ReadAsync(
        IAsyncEnumerable<(DataLine Line, int Ordinal)> lines, TemplateNumbers numbers, TemplateEdits edits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using LineParser parser = new();
        await parser.LoadAsync(numbers.State ?? default, cancellationToken).ConfigureAwait(false);
        await foreach (ParsedLine line in parser.ParseAsync(lines, cancellationToken).ConfigureAwait(false))
        {
            LogLine record = line.Log.Line;
            int number = numbers.Find(line.Log.Template);
            int content = record.Raw.Span.LastIndexOf(line.Log.Content.Span);
            ReadOnlyMemory<byte> raw = edits.IsChosen(number) && content >= 0 ? Edit(record.Raw.Span, content, line.Log, number, edits) : record.Raw;
            yield return (line.First with { Line = new LogLine(line.First.Line.Source, record.LineId, raw) { LineCount = record.LineCount, Timestamp = record.Timestamp }, IsAnomalous = line.IsAnomalous }, line.Ordinal);
        }
    }

    private static byte[] Edit(ReadOnlySpan<byte> raw, int content, in ParsedLog log, int number, TemplateEdits edits) =>
        [.. raw[..content], .. edits.Apply(number, log.Content.Span, log.Parameters.Span), .. raw[(content + log.Content.Length)..]];
}
