using System.Globalization;
using System.Text;
using CustomSink;
using LogGuardian;

// A sink of one's own: anomalies become a page that a browser shows.
//   dotnet run -- app.log anomalies.html
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var log, var page])
{
    Console.Error.WriteLine("usage: CustomSink LOG PAGE");
    return 2;
}

using (var sink = new PageSink(page))
using (AnomalyDetector detector = DefaultDetector.Create().From(LogLines.FromFile(log)).EmitTo(sink).Build())
{
    await detector.RunAsync();
    Console.WriteLine($"{detector.Counts.Anomalies} anomalies in {detector.Counts.LinesRead} lines");
}

return 0;

namespace CustomSink
{
    /// <summary>Writes a table row for each anomaly. A sink that fails throws: the pipeline counts that, and goes on with the other sinks.</summary>
    internal sealed class PageSink : IDetectionSink, IDisposable
    {
        private readonly StreamWriter _page;

        public PageSink(string path)
        {
            _page = new StreamWriter(path, append: false, Encoding.UTF8);
            _page.WriteLine("<!doctype html><meta charset=\"utf-8\"><title>Anomalies</title><table border=\"1\"><tr><th>line<th>score<th>what");
        }

        public async ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default)
        {
            string what = System.Net.WebUtility.HtmlEncode(detection.Explanation?.ToString() ?? "");
            await _page.WriteLineAsync($"<tr><td>{detection.Window.FirstLine}<td>{detection.Score:0.00}<td>{what}");
        }

        public void Dispose() => _page.Dispose();
    }
}
