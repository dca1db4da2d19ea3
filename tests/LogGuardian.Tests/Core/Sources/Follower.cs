using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Core.Sources;

/// <summary>Follows a file under a clock of its own: it sleeps while a test changes files, and looks only when the test lets it.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SleepyTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    public Follower(string path)
    {
        LogReadOptions options = new() { PollInterval = Interval, TimeProvider = _time, OnProblem = e => Problems.Add(e.Message) };
        _reading = Task.Run(async () =>
        {
            try
            {
                await foreach (LogLine line in LogLines.FollowFile(path, options).ReadAsync(_stop.Token))
                {
                    Assert.Equal(path, line.Source);
                    _lines.Writer.TryWrite(SourceAssert.Show(line));
                }
            }
            finally
            {
                _time.Asleep.Release();
            }
        });
    }

    public List<string> Problems { get; } = [];

    /// <summary>All lines that came up to now and within so many more looks.</summary>
    public async Task<string[]> LinesAsync(int looks = 3)
    {
        for (int i = 0; i < looks; i++)
        {
            await SleepsAsync();
            _time.Advance(Interval);
        }

        await SleepsAsync();
        _time.Asleep.Release();
        List<string> lines = [];
        while (_lines.Reader.TryRead(out string? line))
        {
            lines.Add(line);
        }

        return [.. lines];
    }

    public async Task<Exception?> StopAsync()
    {
        await _stop.CancelAsync();
        return await Record.ExceptionAsync(() => _reading.WaitAsync(Patience));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task SleepsAsync()
    {
        Assert.True(await _time.Asleep.WaitAsync(Patience), "The follower does not go to sleep.");
        if (_reading.IsCompleted)
            await _reading;
    }

    private sealed class SleepyTime : FakeTimeProvider
    {
        public SemaphoreSlim Asleep { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            Asleep.Release();
            return timer;
        }
    }
}
