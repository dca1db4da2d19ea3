using Npgsql;

namespace Shop.Common;

/// <summary>Faults that cannot be made from outside the process. None is on until somebody asks for it.</summary>
internal sealed class Faults : IDisposable
{
    private const int BlockedMilliseconds = 1000;
    private const int BetweenBlockedMilliseconds = 20;
    private readonly List<byte[]> _leaked = [];
    private readonly List<NpgsqlConnection> _held = [];
    private readonly SemaphoreSlim _holding = new(1);
    private volatile int _leakMegabytes;
    private volatile int _slowMilliseconds;
    private volatile int _acquirerMilliseconds;

    public int AcquirerMilliseconds
    {
        get => _acquirerMilliseconds;
        set => _acquirerMilliseconds = value;
    }

    public int SlowMilliseconds
    {
        set => _slowMilliseconds = value;
    }

    public int LeakMegabytes
    {
        set => _leakMegabytes = value;
    }

    /// <summary>Called once a second: takes another share of memory, or lets go of all when the leak is over.</summary>
    public void Leak()
    {
        if (_leakMegabytes == 0)
        {
            _leaked.Clear();
        }

        for (int i = 0; i < _leakMegabytes; i++)
        {
            byte[] block = GC.AllocateUninitializedArray<byte>(1024 * 1024);
            // Untouched pages would cost no memory.
            Array.Fill(block, (byte)1);
            _leaked.Add(block);
        }
    }

    /// <summary>Calls that block a thread of the pool for a second each, as those do that wait for asynchronous work instead of awaiting it, come faster than the pool grows.</summary>
    public static void Block(int milliseconds)
    {
        long until = Environment.TickCount64 + milliseconds;
        // A thread of its own: what runs on the pool would wait with all the others.
        new Thread(() =>
        {
            while (Environment.TickCount64 < until)
            {
                ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(Environment.TickCount64 < until ? BlockedMilliseconds : 0));
                Thread.Sleep(BetweenBlockedMilliseconds);
            }
        })
        { IsBackground = true }.Start();
    }

    public async Task HoldConnectionsAsync(NpgsqlDataSource database, int count, CancellationToken cancellation)
    {
        await _holding.WaitAsync(cancellation);
        try
        {
            while (_held.Count > count)
            {
                await _held[^1].DisposeAsync();
                _held.RemoveAt(_held.Count - 1);
            }

            while (_held.Count < count)
            {
                _held.Add(await database.OpenConnectionAsync(cancellation));
            }
        }
        finally
        {
            _holding.Release();
        }
    }

    public void Dispose() => _holding.Dispose();

    /// <summary>Makes the query that follows on this connection a slow one.</summary>
    public async Task SlowAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_slowMilliseconds > 0)
        {
            await connection.ExecuteAsync("SELECT pg_sleep($1)", cancellation, _slowMilliseconds / 1000.0);
        }
    }
}
