using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace LogGuardian.Benchmarks;

/// <summary>Megabytes a second of the corpus that the benchmark's parameter names, headers and line breaks included.</summary>
internal sealed class ByteRateColumn : IColumn
{
    private readonly Dictionary<string, double> _bytesPerLine = [];

    public string Id => nameof(ByteRateColumn);

    public string ColumnName => "MB/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "10^6 bytes of the log a second, headers included";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics || benchmarkCase.Parameters[nameof(ParsingStageBenchmarks.Log)] is not string log)
        {
            return "-";
        }

        if (!_bytesPerLine.TryGetValue(log, out double bytes))
        {
            _bytesPerLine[log] = bytes = (double)Corpus.Load(log).Bytes.Length / Corpus.Count;
        }

        return (bytes * 1000 / statistics.Mean).ToString("0", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
