using System.Collections.Concurrent;

namespace LogGuardian.Inference;

/// <summary>Buffers that callers take and give back: one for each that works at a time.</summary>
internal sealed class SpareBuffers<T>
    where T : class, new()
{
    private readonly ConcurrentBag<T> _spare = [];

    public T Take() => _spare.TryTake(out T? buffer) ? buffer : new T();

    public void Return(T buffer) => _spare.Add(buffer);
}
