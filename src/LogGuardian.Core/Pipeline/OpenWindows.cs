using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <summary>
/// The windows of all runs that are under way, as part of the state. After loading, the next runs go on with them, in the order in which they had
/// started. A run that was left before its source ended stays part of the state until another one starts.
/// </summary>
internal sealed partial class OpenWindows(Func<RunWindows> create, ILogger logger) : IStateful
{
    private readonly Lock _gate = new();
    private readonly List<RunWindows> _runs = [];
    private readonly Queue<RunWindows> _restored = new();

    public string StateName => "windows";

    public int StateVersion => 2;

    /// <summary>The last physical line of each source that the loaded state had taken in.</summary>
    public IReadOnlyDictionary<string, long> Positions { get; private set; } = new Dictionary<string, long>();

    public RunWindows Start()
    {
        lock (_gate)
        {
            _runs.RemoveAll(run => run.IsSuspended);
            RunWindows run = _restored.TryDequeue(out RunWindows? restored) ? restored : create();
            _runs.Add(run);
            return run;
        }
    }

    public void End(RunWindows run, bool hasEnded)
    {
        lock (_gate)
        {
            run.IsSuspended = !hasEnded;
            if (hasEnded)
            {
                _runs.Remove(run);
            }
        }
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            bool complete = true;
            writer.WriteStartArray();
            foreach (RunWindows run in _runs.Concat(_restored))
            {
                complete &= run.TrySave(writer);
            }

            writer.WriteEndArray();
            if (!complete)
            {
                NotSaved(logger);
            }
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        lock (_gate)
        {
            _restored.Clear();
            var positions = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (JsonElement saved in section.EnumerateArray())
            {
                var run = create();
                if (!run.TryLoad(saved))
                {
                    Dropped(logger, saved.GetProperty("windower").GetString()!);
                    continue;
                }

                _restored.Enqueue(run);
                foreach (SourcePositions.Position position in run.Positions.All)
                {
                    positions[position.Source] = Math.Max(position.Line, positions.GetValueOrDefault(position.Source));
                }
            }

            Positions = positions;
        }
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "The state has no open windows: the windower does not implement IStateful. Their lines are missing when it is loaded")]
    private static partial void NotSaved(ILogger logger);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "The open windows of the state are dropped: they were made by the windower '{Windower}', and this pipeline has another one. Their lines are missing")]
    private static partial void Dropped(ILogger logger, string windower);
}
