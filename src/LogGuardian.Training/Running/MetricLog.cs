using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>Appends metrics to a file, a line each, which is with the system before the next one comes. Not for concurrent callers.</summary>
internal sealed class MetricLog : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private long _step;

    private MetricLog(string path, long step)
    {
        (_path, _step) = (path, step);
        _file = RunFiles.Guard(path, () => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Begins a file, or goes on behind what one holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">The step after which training goes on: what later ones measured is taken out.</param>
    public static MetricLog Open(string path, long step)
    {
        if (File.Exists(path))
        {
            RunFiles.Write(path, file =>
            {
                foreach (RunMetric metric in Read(path).Where(metric => metric.Step <= step))
                {
                    file.Write(Line(metric));
                }
            });
        }

        return new MetricLog(path, step);
    }

    /// <summary>Reads a file while it may be written: a last line that is not whole is left out.</summary>
    /// <exception cref="InvalidDataException">A line is no metric; the message says which.</exception>
    public static IEnumerable<RunMetric> Read(string path)
    {
        long number = 0;
        JsonException? broken = null;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            if (broken is not null)
            {
                throw new InvalidDataException(FormattableString.Invariant($"Line {number} of '{path}' is no metric: {broken.Message} Take the line out."), broken);
            }

            number++;
            RunMetric? metric = null;
            try
            {
                metric = JsonSerializer.Deserialize(line, RunMetricJson.Default.RunMetric) ?? throw new JsonException("It is null.");
            }
            catch (JsonException e)
            {
                broken = e;
            }

            if (metric is not null)
            {
                yield return metric;
            }
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The step is before the last one.</exception>
    public void Append(RunMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Rule.Require(metric.Step >= _step, nameof(metric.Step), metric.Step, $"at least {_step}, the last one: steps count through all stages");
        _step = metric.Step;
        RunFiles.Guard(_path, () =>
        {
            _file.Write(Line(metric));
            _file.Flush();
            return true;
        });
    }

    public void Dispose() => _file.Dispose();

    private static byte[] Line(RunMetric metric) => [.. JsonSerializer.SerializeToUtf8Bytes(metric, RunMetricJson.Default.RunMetric), (byte)'\n'];
}
