using System.Runtime.CompilerServices;
using LogGuardian.Core;

namespace LogGuardian;

/// <summary>
/// The log of this process as a source: loggers write records, one pipeline reads them. A writer never waits: what finds no room is dropped and counted. Records are JSON
/// objects of one line in the compact format of Serilog (CLEF), so that the message template, its values, trace and span, category and exception arrive as they were given.
/// </summary>
public sealed class LogChannel : ILogSource, IDisposable
{
    private const string OwnCategory = "LogGuardian";
    private const int ChunkBytes = 65_536;
    private readonly ByteRing _ring;
    private readonly LogChannelOptions _options;
    private readonly RecordBuffers _buffers = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private long _written;
    private long _read;
    private int _isReading;
    private volatile bool _isCompleted;
    private volatile bool _isEnabled = true;

    /// <summary>Makes a channel.</summary>
    /// <param name="name">The name of its lines' source; not empty.</param>
    /// <param name="options">By default 4 MiB, 64 KiB for a record.</param>
    public LogChannel(string name = "app", LogChannelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _options = (options ?? new LogChannelOptions()).Validated();
        _ring = new ByteRing(_options.CapacityBytes);
    }

    /// <summary>The name of its lines' source.</summary>
    public string Name { get; }

    /// <summary>Whether records are taken; by default true. Loggers need not make a record while it is false; those that are written are dropped as <see cref="DropReason.Completed"/>.</summary>
    public bool IsEnabled
    {
        get => _isEnabled;
        set => _isEnabled = value;
    }

    /// <summary>Records that entered the channel.</summary>
    public long RecordsWritten => Volatile.Read(ref _written);

    /// <summary>Records that entered the channel and were not read yet.</summary>
    public long RecordsWaiting => Volatile.Read(ref _written) - Volatile.Read(ref _read);

    /// <summary>Records that did not enter the channel, by reason; every reason is there.</summary>
    public IReadOnlyDictionary<DropReason, long> RecordsDropped => Enum.GetValues<DropReason>().ToDictionary(reason => reason, reason => Volatile.Read(ref _dropped[(int)reason]));

    /// <summary>
    /// Whether a logger's category is one of LogGuardian itself, <c>LogGuardian</c> or below it. What writes into a channel leaves these out: a record about a record would never end.
    /// </summary>
    /// <param name="category">The category, such as <c>Shop.Orders</c>.</param>
    public static bool IsOwnCategory(string? category) =>
        category is not null && category.StartsWith(OwnCategory, StringComparison.Ordinal) && (category.Length == OwnCategory.Length || category[OwnCategory.Length] == '.');

    /// <summary>Begins a record; nothing is in the channel before <see cref="LogRecordWriter.Write"/>. Allocates nothing once buffers are warm.</summary>
    /// <param name="timestamp">When it was logged.</param>
    /// <param name="severity">How severe it is.</param>
    /// <param name="messageTemplate">The message template, such as <c>Order {OrderId} accepted</c>.</param>
    public LogRecordWriter Begin(DateTimeOffset timestamp, LogSeverity severity, string messageTemplate)
    {
        ArgumentNullException.ThrowIfNull(messageTemplate);
        return new LogRecordWriter(this, _buffers.Rent(), timestamp, severity, "@mt"u8, messageTemplate);
    }

    /// <summary>Begins a record whose logger does not know the template: it is mined from the message, as that of a line of a file is.</summary>
    /// <param name="timestamp">When it was logged.</param>
    /// <param name="severity">How severe it is.</param>
    /// <param name="message">The message with its values, such as <c>Order 7 accepted</c>.</param>
    public LogRecordWriter BeginMessage(DateTimeOffset timestamp, LogSeverity severity, string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new LogRecordWriter(this, _buffers.Rent(), timestamp, severity, "@m"u8, message);
    }

    /// <summary>Counts a record that its logger did not write.</summary>
    /// <param name="reason">Why not.</param>
    public void Drop(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    /// <summary>The reader gets what is there and then ends; records that are written later are dropped as <see cref="DropReason.Completed"/>. May be called several times.</summary>
    public void Complete()
    {
        _isCompleted = true;
        Wake();
    }

    /// <summary>Reads the records, in the order in which they were written, until <see cref="Complete"/>.</summary>
    /// <param name="cancellationToken">Stops the reading; what was not read yet stays for the next reader.</param>
    /// <exception cref="InvalidOperationException">It is being read already: each record goes to one pipeline.</exception>
    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw new InvalidOperationException($"Log channel '{Name}' is being read; it has one reader at a time. Use a channel for each pipeline.");
        }

        try
        {
            var lengths = new List<int>();
            while (true)
            {
                bool isLast = _isCompleted;
                byte[] chunk = _ring.Take(ChunkBytes, lengths);
                int at = 0;
                foreach (int length in lengths)
                {
                    yield return new LogLine(Name, ++_read, chunk.AsMemory(at, length));
                    at += length;
                }

                if (lengths.Count > 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    continue;
                }

                if (isLast)
                {
                    yield break;
                }

                await _wake.WaitAsync(_options.PollEvery, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    /// <summary>The same as <see cref="Complete"/>: a logger that is used after that drops its records.</summary>
    public void Dispose() => Complete();

    /// <summary>Characters of a text in a record; the end of a longer one is left out, so that one value does not cost the record.</summary>
    internal int TextChars => _options.MaxRecordBytes / 8;

    internal bool Write(RecordBuffer buffer)
    {
        ReadOnlySpan<byte> record = buffer.Written;
        DropReason? dropped = _isCompleted || !_isEnabled ? DropReason.Completed
            : OwnWork.IsUnderWay ? DropReason.Recursive
            : record.Length > _options.MaxRecordBytes ? DropReason.TooLarge : null;
        if (dropped is null)
        {
            bool isAdded = _ring.TryAdd(record, out bool isHalfFull);
            dropped = isAdded ? null : DropReason.Full;
            if (isHalfFull)
            {
                Wake();
            }
        }

        _buffers.Return(buffer);
        _ = dropped is { } reason ? Interlocked.Increment(ref _dropped[(int)reason]) : Interlocked.Increment(ref _written);
        return dropped is null;
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }
}
