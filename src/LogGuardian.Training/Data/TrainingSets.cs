using System.Text.Json;
using LogGuardian.Evaluation;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Fills sets with windows of labelled data and of logs. What a set has no room for fails, see <see cref="TrainingSet"/>.</summary>
public static class TrainingSets
{
    /// <summary>The training part of a labelled data set.</summary>
    /// <param name="split">How the data are divided; made with <see cref="MethodNeeds.Lines"/>, or messages are the texts of templates, as they are for data without lines.</param>
    /// <param name="message">How messages are made of logs.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">The data are damaged.</exception>
    /// <exception cref="InvalidOperationException">There are more windows or messages than a set takes.</exception>
    public static async Task<TrainingSet> ReadAsync(EvaluationSplit split, BundleMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(message);
        var set = new TrainingSet();
        await set.AddUnitsAsync(split.ReadTrainingAsync(cancellationToken), split.Events, message, cancellationToken).ConfigureAwait(false);
        return set;
    }

    /// <summary>Adds units of a labelled data set, with the labels that they have.</summary>
    /// <param name="set">The set.</param>
    /// <param name="units">The units; messages of one without lines are the texts of its templates.</param>
    /// <param name="events">The templates of the data set.</param>
    /// <param name="message">How messages are made of logs.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">The data are damaged.</exception>
    /// <exception cref="InvalidOperationException">There are more windows or messages than a set takes.</exception>
    public static async Task AddUnitsAsync(
        this TrainingSet set, IAsyncEnumerable<EvaluationUnit> units, EventTable events, BundleMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(message);
        var messages = new MessageIndex(set, message);
        Dictionary<int, int> ofEvents = [];
        await foreach (EvaluationUnit unit in units.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            set.Add(unit.Window is { } window ? messages.Of(window) : Array.ConvertAll(unit.Events.ToArray(), MessageOf), unit.Label, unit.LineLabels);
        }

        int MessageOf(int @event) => ofEvents.TryGetValue(@event, out int known) ? known : ofEvents[@event] = messages.Of(events[@event].Text);
    }

    /// <summary>Adds windows of logs.</summary>
    /// <param name="set">The set.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="message">How messages are made of logs.</param>
    /// <param name="isAnomaly">Whether they are anomalous; null, the default, where nobody knows.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidOperationException">There are more windows or messages than a set takes.</exception>
    public static async Task AddAsync(
        this TrainingSet set, IAsyncEnumerable<LogWindow> windows, BundleMessage message, bool? isAnomaly = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(message);
        var messages = new MessageIndex(set, message);
        await foreach (LogWindow window in windows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            set.Add(messages.Of(window), isAnomaly);
        }
    }

    /// <summary>
    /// Adds the windows of a file with a JSON object in each line: <c>messages</c>, the contents of its lines, and <c>label</c>, which is <c>normal</c>, <c>anomaly</c>, or null or left out
    /// where nobody knows. Other members are not looked at.
    /// </summary>
    /// <param name="set">The set.</param>
    /// <param name="path">The file.</param>
    /// <param name="message">How messages are made of contents; levels and components are not known.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">A line is not such an object; the message says which.</exception>
    /// <exception cref="InvalidOperationException">There are more windows or messages than a set takes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task AddJsonLinesAsync(this TrainingSet set, string path, BundleMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(message);
        var messages = new MessageIndex(set, message);
        long number = 0;
        await foreach (string line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                (string[] contents, bool? isAnomaly) = Read(line, path, number);
                set.Add(Array.ConvertAll(contents, messages.Of), isAnomaly);
            }
        }
    }

    private static (string[] Messages, bool? IsAnomaly) Read(string line, string path, long number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string[] messages = [.. document.RootElement.GetProperty("messages").EnumerateArray().Select(each => each.GetString() ?? "")];
            string? label = document.RootElement.TryGetProperty("label", out JsonElement value) ? value.GetString() : null;
            return messages.Length > 0
                ? (messages, label switch
                {
                    null => null,
                    "normal" => false,
                    "anomaly" => true,
                    _ => throw new FormatException($"The label is '{label}'; it must be normal, anomaly or null."),
                })
                : throw new FormatException("The window has no messages; it must have at least one.");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"'{path}', line {number}: {e.Message} Write a window as {{\"messages\": [\"…\"], \"label\": \"normal\"}}, or \"anomaly\"."), e);
        }
    }
}
