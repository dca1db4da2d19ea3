using System.Globalization;

namespace LogGuardian.Training;

/// <summary>
/// Writes an event file of TensorBoard (TensorFlow's <c>event.proto</c> and <c>summary.proto</c>, version <c>brain.Event:2</c>). A run that goes on writes a file of its own beside the
/// earlier ones. Not for concurrent callers.
/// </summary>
internal sealed class TensorBoardWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _clock;
    private readonly ProtoBytes _event = new();
    private readonly ProtoBytes _summary = new();
    private readonly ProtoBytes _value = new();

    /// <summary>Begins a file.</summary>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <param name="clock">The clock; null for that of the system.</param>
    /// <param name="resumedAt">The first step that comes now, in a run that goes on: what earlier files say about it and later ones is then void.</param>
    public TensorBoardWriter(string folder, TimeProvider? clock = null, long? resumedAt = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        string prefix = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{_clock.GetUtcNow().ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}.");

        // Names in the order of their files; TensorBoard reads them in it.
        int number = 0;
        while (File.Exists(System.IO.Path.Combine(folder, prefix + number.ToString(CultureInfo.InvariantCulture))))
        {
            number++;
        }

        Path = System.IO.Path.Combine(folder, prefix + number.ToString(CultureInfo.InvariantCulture));
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Begin(step: 0);
        _event.Text(3, "brain.Event:2");
        Finish();
        if (resumedAt is { } first)
        {
            // A session log that says START.
            Begin(first);
            _value.Clear();
            _value.Number(1, 1);
            _event.Bytes(7, _value.Written);
            Finish();
        }

        Flush();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes a value, which curves show over steps.</summary>
    /// <param name="tag">Its name; what stands before a slash groups curves.</param>
    /// <param name="value">The value.</param>
    /// <param name="step">The step; at least 0.</param>
    public void Write(string tag, double value, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        Rule.Require(step >= 0, nameof(step), step, "at least 0");
        _value.Clear();
        _value.Text(1, tag);
        _value.Single(2, (float)value);
        _summary.Clear();
        _summary.Bytes(1, _value.Written);
        Begin(step);
        _event.Bytes(5, _summary.Written);
        Finish();
    }

    /// <summary>Hands everything so far to the system.</summary>
    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private void Begin(long step)
    {
        _event.Clear();
        _event.Double(1, (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        if (step != 0)
        {
            _event.Number(2, step);
        }
    }

    private void Finish() => TfRecord.Write(_file, _event.Written);
}
