using System.Buffers;
using System.Threading.Tasks.Sources;

namespace LogGuardian.Inference;

/// <summary>What one caller waits for: messages that were not kept, and where their vectors go. Guarded by its queue; used again by other callers.</summary>
internal sealed class EncoderCall(EncoderQueue queue) : IValueTaskSource
{
    private const int MaxKeptBytes = 64 * 1024;

    // Continuations run elsewhere: whoever wakes a call holds the queue.
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };

    public EncoderQueue Queue { get; } = queue;

    /// <summary>Positions in the caller's list, and what is encoded for them.</summary>
    public List<(int Index, EncoderTicket Ticket)> Misses { get; } = [];

    /// <summary>Different messages of these.</summary>
    public List<EncoderTicket> Tickets { get; } = [];

    /// <summary>Of these, those that are not done.</summary>
    public int Remaining { get; set; }

    public bool IsCancelled { get; set; }

    public bool IsParked { get; private set; }

    /// <summary>The text of a message while it is read.</summary>
    public ArrayBufferWriter<byte> Text { get; private set; } = new();

    /// <summary>What to await after <see cref="Park"/>.</summary>
    public ValueTask Woken => new(this, _wake.Version);

    public void Park()
    {
        _wake.Reset();
        IsParked = true;
    }

    public void Wake()
    {
        if (IsParked)
        {
            IsParked = false;
            _wake.SetResult(true);
        }
    }

    public void Clear()
    {
        Misses.Clear();
        Tickets.Clear();
        Remaining = 0;
        IsCancelled = false;
        if (Text.Capacity > MaxKeptBytes)
        {
            Text = new ArrayBufferWriter<byte>();
        }
    }

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);
}
