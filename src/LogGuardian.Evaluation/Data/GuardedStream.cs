namespace LogGuardian.Evaluation;

/// <summary>A member of an archive that must have the length that the archive says.</summary>
internal sealed class GuardedStream(string archive, Stream content, long length) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = content.Read(buffer);
        }
        catch (Exception e) when (e is EndOfStreamException || (e is InvalidDataException && !e.Message.Contains(archive, StringComparison.Ordinal)))
        {
            throw DecodedStream.Damaged(archive, e);
        }

        _read += read;
        return read > 0 || buffer.IsEmpty || _read >= length ? read : throw DecodedStream.Damaged(archive, inner: null);
    }
}
