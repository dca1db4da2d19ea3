using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using LogGuardian;
using LogGuardian.Evaluation;
using LogGuardian.Inference;

namespace DefaultModel;

/// <summary>A line of a recording of the fault lab.</summary>
/// <param name="Recording">The recording's name.</param>
/// <param name="Text">What a model reads of it.</param>
/// <param name="Severity">Its severity; of a line without one, unspecified.</param>
/// <param name="IsAnomalous">Whether a fault made it.</param>
internal sealed record LabLine(string Recording, string Text, LogSeverity Severity, bool IsAnomalous)
{
    // What is divided here is joined again: all lines with their labels.
    private static readonly Protocol Everything = Protocol.Find("lab") with { TrainOn = TrainingUnits.All, TrainingLabels = true };

    /// <summary>The lines of all recordings in a folder, in their order.</summary>
    public static async IAsyncEnumerable<LabLine> ReadAsync(string lab, BundleMessage message, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string folder in Directory.GetDirectories(lab).Order(StringComparer.Ordinal))
        {
            await foreach (EvaluationSplit split in Everything.SplitsAsync(EvaluationData.Open("recording", folder), MethodNeeds.Lines, seed: 1, cancellationToken))
            {
                foreach (IAsyncEnumerable<EvaluationUnit> units in new[] { split.ReadTrainingAsync(cancellationToken), split.ReadTestAsync(cancellationToken) })
                {
                    await foreach (EvaluationUnit unit in units)
                    {
                        for (int i = 0; i < unit.Window!.Count; i++)
                        {
                            ParsedLog log = unit.Window.Lines.Span[i];
                            yield return new LabLine(Path.GetFileName(folder), TextOf(log, message), log.Severity, !unit.LineLabels.IsEmpty && unit.LineLabels.Span[i]);
                        }
                    }
                }
            }
        }
    }

    /// <summary>What a model reads of a content.</summary>
    public static string TextOf(string content, BundleMessage message)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(content);
        return TextOf(new ParsedLog(new LogLine("", 1, utf8), utf8, LogTemplate.Unseen, default), message);
    }

    private static string TextOf(in ParsedLog log, BundleMessage message)
    {
        var text = new ArrayBufferWriter<byte>();
        message.Write(log, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
