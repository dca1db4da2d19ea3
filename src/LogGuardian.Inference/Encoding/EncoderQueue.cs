using System.Runtime.CompilerServices;

namespace LogGuardian.Inference;

/// <summary>
/// Messages that wait to be encoded. There is no thread of its own: a caller whose messages wait runs the model, also for the messages of others that fit into the batch, until its own
/// are done; then it wakes one that still waits. While all workers run, messages gather and the next batch is fuller.
/// </summary>
internal sealed partial class EncoderQueue : IDisposable
{
    /// <summary>Different messages that a call brings at a time.</summary>
    public const int MaxPending = 1024;

    private const int MaxKeptCalls = 64;
    private readonly object _gate = new();
    private readonly TimeSpan _wait;
    private readonly Func<EncoderTicket> _makeTicket;
    private readonly Action<EncoderTicket> _keep;
    private readonly Action _ran;
    private readonly Dictionary<UInt128, EncoderTicket> _pending = [];
    private readonly LinkedList<EncoderTicket> _queue = [];
    private readonly Stack<LinkedListNode<EncoderTicket>> _nodes = [];
    private readonly List<EncoderCall> _parked = [];
    private readonly Stack<EncoderTicket> _freeTickets = [];
    private readonly Stack<EncoderCall> _freeCalls = [];
    private readonly Stack<EncoderWorker> _idle;
    private readonly List<EncoderWorker> _busy = [];
    private int _arriving;
    private bool _isDisposed;

    /// <summary>Makes a queue.</summary>
    /// <param name="workers">What runs the model; disposed with the queue.</param>
    /// <param name="wait">How long a batch waits for callers that are about to add to it.</param>
    /// <param name="makeTicket">Makes a ticket.</param>
    /// <param name="keep">Gets what was encoded.</param>
    /// <param name="ran">Told of each run of the model.</param>
    public EncoderQueue(IEnumerable<EncoderWorker> workers, TimeSpan wait, Func<EncoderTicket> makeTicket, Action<EncoderTicket> keep, Action ran)
    {
        _ran = ran;
        _idle = new Stack<EncoderWorker>(workers);
        _wait = wait;
        _makeTicket = makeTicket;
        _keep = keep;
    }

    /// <summary>Begins a call; its messages are added until it is run.</summary>
    public EncoderCall Begin()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(MessageEncoder));
            _arriving++;
            return _freeCalls.TryPop(out EncoderCall? call) ? call : new EncoderCall(this);
        }
    }

    /// <summary>Adds a message that is already being encoded.</summary>
    /// <returns>Whether it is.</returns>
    public bool TryJoin(EncoderCall call, int index, UInt128 key)
    {
        lock (_gate)
        {
            if (!_pending.TryGetValue(key, out EncoderTicket? ticket))
            {
                return false;
            }

            Attach(call, index, ticket);
            return true;
        }
    }

    /// <summary>A ticket to fill in.</summary>
    public EncoderTicket Rent()
    {
        lock (_gate)
        {
            return _freeTickets.TryPop(out EncoderTicket? ticket) ? ticket : _makeTicket();
        }
    }

    /// <summary>Adds a message.</summary>
    /// <returns>Whether it is new; otherwise another caller has added it meanwhile.</returns>
    public bool Add(EncoderCall call, int index, EncoderTicket ticket)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(ticket.Key, out EncoderTicket? other))
            {
                Recycle(ticket);
                Attach(call, index, other);
                return false;
            }

            _pending.Add(ticket.Key, ticket);
            Enqueue(ticket, first: false);
            Attach(call, index, ticket);
            return true;
        }
    }

    /// <summary>All messages of a call are added.</summary>
    public void Arrived()
    {
        lock (_gate)
        {
            _arriving--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Encodes, or waits for others that do, until every message of a call is encoded.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(EncoderCall call, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(static state => ((EncoderCall)state!).Queue.Cancel((EncoderCall)state), call).ConfigureAwait(false))
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                EncoderWorker? worker = null;
                bool isParked = false;
                lock (_gate)
                {
                    if (call.Remaining == 0)
                    {
                        return;
                    }

                    ObjectDisposedException.ThrowIf(_isDisposed && _busy.Count == 0, typeof(MessageEncoder));
                    if (_queue.Count > 0 && _idle.TryPop(out worker))
                    {
                        _busy.Add(worker);
                    }
                    else if (!call.IsCancelled)
                    {
                        call.Park();
                        _parked.Add(call);
                        isParked = true;
                    }
                }

                if (worker is not null)
                {
                    Run(worker);
                }
                else if (isParked)
                {
                    await call.Woken.ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Ends a call, whatever became of it. Its vectors must have been taken.</summary>
    public void End(EncoderCall call)
    {
        lock (_gate)
        {
            foreach (EncoderTicket ticket in call.Tickets)
            {
                ticket.Calls.Remove(call);
                if (ticket is { IsDone: true, Calls.Count: 0 })
                {
                    Recycle(ticket);
                }
            }

            call.Clear();
            if (_freeCalls.Count < MaxKeptCalls)
            {
                _freeCalls.Push(call);
            }

            WakeNext();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_idle.TryPop(out EncoderWorker? worker))
            {
                worker.Dispose();
            }

            Fail();
        }
    }

    private static void Attach(EncoderCall call, int index, EncoderTicket ticket)
    {
        call.Misses.Add((index, ticket));
        if (!ticket.Calls.Contains(call))
        {
            ticket.Calls.Add(call);
            call.Tickets.Add(ticket);
            call.Remaining++;
        }
    }

    private void Cancel(EncoderCall call)
    {
        lock (_gate)
        {
            call.IsCancelled = true;
            Wake(call);
            foreach (EncoderWorker worker in _busy)
            {
                if (worker.Batch.Count > 0 && !worker.Batch.Exists(static ticket => ticket.IsWanted))
                {
                    worker.Stop();
                }
            }
        }
    }

    /// <summary>A worker is idle and messages wait: one of those that wait for them becomes the one that runs it.</summary>
    private void WakeNext()
    {
        if (_queue.First is { } node && _idle.Count > 0 && _parked.Count > 0)
        {
            Wake(node.Value.Calls.Find(static call => call.IsParked) ?? _parked[0]);
        }
    }

    private void Wake(EncoderCall call)
    {
        if (call.IsParked)
        {
            _parked.Remove(call);
            call.Wake();
        }
    }

    private void Enqueue(EncoderTicket ticket, bool first)
    {
        LinkedListNode<EncoderTicket> node = _nodes.TryPop(out LinkedListNode<EncoderTicket>? free) ? free : new LinkedListNode<EncoderTicket>(ticket);
        node.Value = ticket;
        if (first)
        {
            _queue.AddFirst(node);
        }
        else
        {
            _queue.AddLast(node);
        }
    }

    private void Dequeue(LinkedListNode<EncoderTicket> node)
    {
        _queue.Remove(node);
        if (_nodes.Count < MaxPending)
        {
            _nodes.Push(node);
        }
    }

    private void Recycle(EncoderTicket ticket)
    {
        ticket.Clear();
        if (_freeTickets.Count < MaxPending)
        {
            _freeTickets.Push(ticket);
        }
    }
}
