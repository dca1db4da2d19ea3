namespace LogGuardian.Tests.Core.Sinks;

public sealed class DelegateSinkTests
{
    [Fact]
    public async Task EmitAsync_ConcurrentCallers_CallOneAtATime()
    {
        List<Detection> taken = [];
        int inside = 0;
        using DelegateSink sink = new(async (detection, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            taken.Add(detection);
            Interlocked.Decrement(ref inside);
        });
        Detection[] all = [.. Enumerable.Range(0, 300).Select(_ => Detections.Bare())];
        await Parallel.ForEachAsync(all, sink.EmitAsync);
        Assert.Equal(all.ToHashSet(ReferenceEqualityComparer.Instance), taken.ToHashSet(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public async Task EmitAsync_DelegateThrows_PassesItOnAndTakesTheNext()
    {
        int calls = 0;
        using DelegateSink sink = new((_, _) => ++calls == 1 ? throw new InvalidOperationException("full") : ValueTask.CompletedTask);
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => sink.EmitAsync(Detections.Bare()).AsTask());
        Assert.Equal("full", e.Message);
        await sink.EmitAsync(Detections.Bare());
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task EmitAsync_Token_ReachesTheDelegate()
    {
        using CancellationTokenSource stop = new();
        CancellationToken seen = default;
        using DelegateSink sink = new((_, token) =>
        {
            seen = token;
            return ValueTask.CompletedTask;
        });
        await sink.EmitAsync(Detections.Bare(), stop.Token);
        Assert.Equal(stop.Token, seen);
    }
}
