namespace LogGuardian.Cli;

/// <summary>Standard output that tells a reader who has gone (<c>| head</c>) from a device that is full.</summary>
internal sealed class GuardedOutput(Stream inner) : Stream
{
    private const int BrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoReader = unchecked((int)0x800700E8);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException e)
        {
            throw Explain(e);
        }
    }

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException e)
        {
            throw Explain(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static Exception Explain(IOException e) => e.HResult is BrokenPipe or WindowsBrokenPipe or WindowsNoReader
        ? new OutputClosedException(e)
        : new CliException($"Standard output cannot be written: {e.Message} Free space or write elsewhere.", e);
}
