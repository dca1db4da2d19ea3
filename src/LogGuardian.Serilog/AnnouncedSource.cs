using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LogGuardian.Serilog;

/// <summary>Reads the sinks of a name, one after the other: when a logger is configured anew, the sink that takes the place of the one before.</summary>
internal sealed class AnnouncedSource(string name) : ILogSource
{
    public string Name => name;

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var found = Channel.CreateUnbounded<LogChannel>();
        using IDisposable subscription = DiagnosticListener.AllListeners.Subscribe(new Observer(name, found.Writer));
        await foreach (LogChannel channel in found.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await foreach (LogLine line in channel.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }
        }
    }

    /// <summary>Hears of every listener of the process, those that are there already first.</summary>
    private sealed class Observer(string name, ChannelWriter<LogChannel> found) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value is AnnouncedChannel announced && announced.Channel.Name == name)
            {
                found.TryWrite(announced.Channel);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
