using System.Runtime.CompilerServices;
using System.Text;
using nietras.SeparatedValues;

namespace LogGuardian.Evaluation;

/// <summary>
/// A table of lines with a heading, such as loghub's structured csv. Read as Latin-1, which maps every byte to one character and back, so that
/// the content keeps its bytes.
/// </summary>
internal sealed class CsvReader(string path, EvaluationDataOptions options, Predicate<string> isNamed, string example) : DataReader(path, options)
{
    public override bool HasSessions => Options.SessionColumn is not null;

    public override async IAsyncEnumerable<DataLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (DataFile file in DataFiles.ReadAsync(Path, isNamed, anySingle: true, cancellationToken).ConfigureAwait(false))
        {
            using StreamReader text = new(file.Content, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            using SepReader rows = Open(text);
            TableColumns columns = TableColumns.Find(Path, rows.Header.ColNames, Options);
            string source = System.IO.Path.GetFileName(file.Name);
            long row = 0;
            while (Next(rows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++row > Options.SkipLines + (Options.TakeLines ?? long.MaxValue - Options.SkipLines))
                {
                    break;
                }

                if (row > Options.SkipLines)
                {
                    yield return Line(source, row, rows.Current, columns);
                }
            }

            yield break;
        }

        throw Missing(example);
    }

    private static SepReaderOptions Settings => Sep.New(',').Reader(o => o with { Unescape = true, DisableColCountCheck = true });

    private SepReader Open(TextReader text)
    {
        try
        {
            return Settings.From(text);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or NotSupportedException && !e.Message.Contains(Path, StringComparison.Ordinal))
        {
            throw Wrong(e);
        }
    }

    private bool Next(SepReader rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException && !e.Message.Contains(Path, StringComparison.Ordinal))
        {
            throw Wrong(e);
        }
    }

    private InvalidDataException Wrong(Exception e) =>
        new($"'{Path}' is not a table that can be read: {e.Message} It must be csv with a heading and a comma between columns.", e);

    private DataLine Line(string source, long row, SepReader.Row cells, TableColumns columns)
    {
        int needed = columns.Highest;
        if (cells.ColCount <= needed)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Row {row} of '{Path}' has {cells.ColCount} columns; it must have {needed + 1} or more. Quote cells that hold a comma or a line break."));
        }

        byte[] content = Encoding.Latin1.GetBytes(cells[columns.Message].ToString());
        long ticks = columns.Time < 0 ? 0 : TableTime.Read(Path, row, Cell(cells, columns.Time));
        bool? label = columns.Label < 0 ? null : !IsNormal(Cell(cells, columns.Label));
        return new DataLine(ContentLine.Make(source, row, content, ticks), label)
        {
            Sessions = columns.Session < 0 ? [] : [Cell(cells, columns.Session)],
            System = columns.System < 0 ? "" : Cell(cells, columns.System),
            IsIncomplete = content.Length == 0,
        };
    }

    private static string Cell(SepReader.Row cells, int column) => LogText.Decode(Encoding.Latin1.GetBytes(cells[column].ToString()));
}
