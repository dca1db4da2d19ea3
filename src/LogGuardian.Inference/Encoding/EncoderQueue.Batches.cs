namespace LogGuardian.Inference;

internal sealed partial class EncoderQueue
{
    private void Run(EncoderWorker worker)
    {
        Exception? error = null;
        lock (_gate)
        {
            if (worker.JoinsMessages && _arriving > 0 && _wait > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, _wait);
            }

            Take(worker);
        }

        try
        {
            if (worker.Batch.Count > 0)
            {
                worker.Run();
                _ran();
            }
        }
        catch (Exception e)
        {
            error = e;
        }

        lock (_gate)
        {
            foreach (EncoderTicket ticket in worker.Batch)
            {
                Finish(ticket, error);
            }

            worker.Batch.Clear();
            _busy.Remove(worker);
            if (_isDisposed)
            {
                worker.Dispose();
                Fail();
            }
            else
            {
                _idle.Push(worker);
            }

            WakeNext();
        }
    }

    private void Take(EncoderWorker worker)
    {
        worker.Begin();
        for (LinkedListNode<EncoderTicket>? node = _queue.First; node is not null && !worker.IsFull;)
        {
            LinkedListNode<EncoderTicket>? next = node.Next;
            EncoderTicket ticket = node.Value;
            if (!ticket.IsWanted)
            {
                Dequeue(node);
                _pending.Remove(ticket.Key);
                ticket.IsDone = true;
                if (ticket.Calls.Count == 0)
                {
                    Recycle(ticket);
                }
            }
            else if (worker.TryAdd(ticket))
            {
                Dequeue(node);
            }

            node = next;
        }

        for (int i = worker.Surplus; i > 0; i--)
        {
            EncoderTicket last = worker.Batch[^1];
            worker.Batch.RemoveAt(worker.Batch.Count - 1);
            Enqueue(last, first: true);
        }
    }

    private void Finish(EncoderTicket ticket, Exception? error)
    {
        if (error is OperationCanceledException && ticket.IsWanted)
        {
            Enqueue(ticket, first: true);
            return;
        }

        _pending.Remove(ticket.Key);
        ticket.IsDone = true;
        ticket.Error = error;
        if (error is null)
        {
            _keep(ticket);
        }

        foreach (EncoderCall call in ticket.Calls)
        {
            if (--call.Remaining == 0)
            {
                Wake(call);
            }
        }

        if (ticket.Calls.Count == 0)
        {
            Recycle(ticket);
        }
    }

    /// <summary>Nobody will encode what still waits.</summary>
    private void Fail()
    {
        while (_busy.Count == 0 && _queue.First is { } node)
        {
            Dequeue(node);
            Finish(node.Value, new ObjectDisposedException(nameof(MessageEncoder)));
        }
    }
}
