namespace LogGuardian;

/// <summary>Where the detections of an <see cref="AnomalyDetectorBuilder"/> go. By default only anomalies are emitted.</summary>
public static class SinkBuilderExtensions
{
    /// <summary>Writes each detection as one line of JSON, as <see cref="DetectionJson"/> describes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="stream">A writable stream; flushed after every detection and never disposed.</param>
    public static AnomalyDetectorBuilder EmitToJsonLines(this AnomalyDetectorBuilder builder, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanWrite
            ? builder.EmitTo(new JsonLinesSink(stream))
            : throw new ArgumentException("Stream is read-only; it must be writable. Pass a stream opened for writing.", nameof(stream));
    }

    /// <summary>Appends each detection to a file as one line of JSON, as <see cref="DetectionJson"/> describes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; created with the first detection. Its directory must exist.</param>
    public static AnomalyDetectorBuilder EmitToJsonLines(this AnomalyDetectorBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new ArgumentException($"Path is '{path}', a directory; it must be a file. Add a file name.", nameof(path));
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new ArgumentException($"Path is '{path}'; its directory must exist. Create '{Path.GetDirectoryName(full)}' first.", nameof(path));
        return builder.EmitTo(new JsonLinesSink(full));
    }

    /// <summary>Writes each detection as a block of text for people: score, place and time, sentences, and up to three lines that prove it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="writer">Flushed after every detection and never disposed.</param>
    public static AnomalyDetectorBuilder EmitToText(this AnomalyDetectorBuilder builder, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(writer);
        return builder.EmitTo(new TextSink(writer));
    }

    /// <summary>Hands each detection to a delegate. Calls come one at a time.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="emit">May throw: the pipeline isolates, counts and reports a failing sink.</param>
    public static AnomalyDetectorBuilder EmitTo(this AnomalyDetectorBuilder builder, Func<Detection, CancellationToken, ValueTask> emit)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(emit);
        return builder.EmitTo(new DelegateSink(emit));
    }

    /// <summary>Hands each detection to an asynchronous delegate. Calls come one at a time.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="emit">May throw: the pipeline isolates, counts and reports a failing sink.</param>
    public static AnomalyDetectorBuilder EmitTo(this AnomalyDetectorBuilder builder, Func<Detection, ValueTask> emit)
    {
        ArgumentNullException.ThrowIfNull(emit);
        return builder.EmitTo((detection, _) => emit(detection));
    }

    /// <summary>Hands each detection to a delegate. Calls come one at a time. For asynchronous work take another overload.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="emit">May throw: the pipeline isolates, counts and reports a failing sink.</param>
    public static AnomalyDetectorBuilder EmitTo(this AnomalyDetectorBuilder builder, Action<Detection> emit)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(emit);
        return builder.EmitTo(new DelegateSink((detection, _) =>
        {
            emit(detection);
            return ValueTask.CompletedTask;
        }));
    }
}
