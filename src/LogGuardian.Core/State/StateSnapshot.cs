using System.Text.Json;

namespace LogGuardian;

/// <summary>What a <see cref="StateFile"/> held: checked, and not loaded yet.</summary>
public sealed class StateSnapshot
{
    private readonly JsonElement _document;

    internal StateSnapshot(JsonElement document, IReadOnlyDictionary<string, string?> settings, DateTimeOffset writtenAt, string? problem)
    {
        _document = document;
        Settings = settings;
        WrittenAt = writtenAt;
        Problem = problem;
    }

    /// <summary>What its writer noted beside what was learned.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>When it was written. What was read and learned after that is not in it.</summary>
    public DateTimeOffset WrittenAt { get; }

    /// <summary>Why the newest generation could not be used, and what is missing in the one before it; null when this is the newest.</summary>
    public string? Problem { get; }

    /// <summary>Loads it into a detector, as <see cref="AnomalyDetector.LoadStateAsync"/> does.</summary>
    /// <exception cref="InvalidDataException">It is of a pipeline with other stages, or of a later version of one.</exception>
    public Task RestoreAsync(AnomalyDetector detector, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return Task.Run(() => detector.LoadDocumentAsync(_document, cancellationToken), cancellationToken);
    }

    /// <summary>Adds what it holds to what a detector knows, as <see cref="AnomalyDetector.MergeStateAsync"/> does.</summary>
    /// <exception cref="InvalidDataException">It is of a pipeline with other stages, or of a later version of one; nothing was added.</exception>
    public Task MergeIntoAsync(AnomalyDetector detector, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return Task.Run(() => detector.MergeDocumentAsync(_document, cancellationToken), cancellationToken);
    }

    internal StateSnapshot Because(string problem) => new(_document, Settings, WrittenAt, problem);
}
