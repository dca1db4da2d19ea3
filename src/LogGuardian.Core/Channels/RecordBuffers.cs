namespace LogGuardian.Core;

/// <summary>Lends buffers to writers. A thread mostly gets the one that it had before; what finds no room is left to the garbage collector.</summary>
internal sealed class RecordBuffers
{
    // A power of two, and slots in different cache lines.
    private const int Slots = 64;
    private const int Stride = 16;
    private readonly RecordBuffer?[] _spare = new RecordBuffer?[Slots * Stride];

    private ref RecordBuffer? Mine => ref _spare[(Environment.CurrentManagedThreadId & (Slots - 1)) * Stride];

    public RecordBuffer Rent()
    {
        RecordBuffer buffer = Interlocked.Exchange(ref Mine, null) ?? new RecordBuffer();
        buffer.Clear();
        return buffer;
    }

    public void Return(RecordBuffer buffer)
    {
        if (buffer.IsKept)
        {
            Volatile.Write(ref Mine, buffer);
        }
    }
}
