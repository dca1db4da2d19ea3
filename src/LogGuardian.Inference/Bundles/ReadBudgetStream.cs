namespace LogGuardian.Inference;

/// <summary>Lets no more be read than a budget: the directory of a zip is read whole, however long it says that it is.</summary>
internal sealed class ReadBudgetStream(Stream file) : Stream
{
    /// <summary>Bytes that may still be read.</summary>
    public long Budget { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer);
        Budget -= read;
        return Budget >= 0 ? read : throw new InvalidDataException("The zip's directory is too long for the few files of a bundle.");
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
