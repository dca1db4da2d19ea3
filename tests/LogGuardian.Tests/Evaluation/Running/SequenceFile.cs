using System.Globalization;
using System.Text;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Evaluation.Running;

/// <summary>Writes sessions as event ids: normal ones go 1 2 3 … with a random tail, anomalous ones hold event 9.</summary>
internal static class SequenceFile
{
    public static string Write(TempFolder folder, int sessions = 400, int anomalies = 40, int seed = 1, string name = "sequences.csv")
    {
        var random = new Random(seed);
        var text = new StringBuilder("Sequence,label\n");
        for (int i = 0; i < sessions; i++)
        {
            bool isAnomalous = i % (sessions / anomalies) == 1;
            string tail = string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(4, 7)));
            text.Append(CultureInfo.InvariantCulture, $"1 2 3 {tail}{(isAnomalous ? " 9 9" : "")},{(isAnomalous ? 1 : 0)}\n");
        }

        return folder.Write(name, text.ToString());
    }
}
