namespace LogGuardian.Parsing;

/// <summary>Lends a <see cref="LineScratch"/> to whoever reads a line. A thread mostly gets the one it had before; what finds no room is left to the garbage collector.</summary>
internal sealed class ScratchPool(MaskSet? masks)
{
    // A power of two, and slots in different cache lines.
    private const int Slots = 32;
    private const int Stride = 16;
    private readonly LineScratch?[] _spare = new LineScratch?[Slots * Stride];

    public LineScratch Rent() => Interlocked.Exchange(ref Mine, null) ?? new LineScratch(masks);

    public void Return(LineScratch reader) => Volatile.Write(ref Mine, reader);

    private ref LineScratch? Mine => ref _spare[(Environment.CurrentManagedThreadId & (Slots - 1)) * Stride];
}
