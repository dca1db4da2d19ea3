namespace LogGuardian.Cli;

/// <summary>Writes rows with the quoting of RFC 4180; rows end in a line feed, as text files do where logs live.</summary>
internal sealed class CsvWriter(TextWriter writer)
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");
    private bool _isFirst = true;

    public void Field(ReadOnlySpan<char> text)
    {
        if (!_isFirst)
        {
            writer.Write(',');
        }

        _isFirst = false;
        if (!text.ContainsAny(Special))
        {
            writer.Write(text);
            return;
        }

        writer.Write('"');
        while (text.IndexOf('"') is >= 0 and var quote)
        {
            writer.Write(text[..(quote + 1)]);
            writer.Write('"');
            text = text[(quote + 1)..];
        }

        writer.Write(text);
        writer.Write('"');
    }

    public void EndRow()
    {
        writer.Write('\n');
        _isFirst = true;
    }
}
