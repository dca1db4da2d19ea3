using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>
/// A table: LineId, the header fields, Content, EventId, EventTemplate, Parameters. A table needs its columns before its rows, so the
/// header fields are those of the first records; what appears later is counted and reported.
/// </summary>
internal sealed class ParsedCsvWriter(Stream output, Action<string> warn) : ParsedWriter
{
    private const int RecordsThatFixColumns = 200;
    private const int NamesInWarning = 5;
    private static readonly HashSet<string> OwnColumns = new(StringComparer.OrdinalIgnoreCase) { "LineId", "Content", "EventId", "EventTemplate", "Parameters" };

    private readonly StreamWriter _writer = new(output, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
    private readonly List<ParsedLog> _first = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lateNames = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _json = new();
    private string?[] _values = [];
    private long _lateRecords;
    private bool _started;

    private CsvWriter Csv => field ??= new CsvWriter(_writer);

    private Utf8JsonWriter Json => field ??= new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public override void Write(in ParsedLog log)
    {
        if (_started)
        {
            WriteRow(log);
            return;
        }

        _first.Add(log);
        if (_first.Count == RecordsThatFixColumns)
        {
            Start();
        }
    }

    public override void Complete()
    {
        Start();
        _writer.Flush();
        if (_lateRecords > 0)
        {
            string names = string.Join(", ", _lateNames.Take(NamesInWarning)) + (_lateNames.Count > NamesInWarning ? ", …" : "");
            warn($"{ScanSummary.Many(_lateRecords, "record has", "records have")} header fields that the first {RecordsThatFixColumns} records lack ({names}); csv leaves them out. Use --output jsonl to have them.");
        }
    }

    public override void Dispose() => _json.Clear();

    private void Start()
    {
        if (_started)
        {
            return;
        }

        _started = true;
        foreach (ParsedLog log in _first)
        {
            foreach ((string name, _) in log.Format.ReadFields(log.Line))
            {
                if (!name.Equals("Content", StringComparison.OrdinalIgnoreCase))
                {
                    _columns.TryAdd(name, _columns.Count);
                }
            }
        }

        _values = new string?[_columns.Count];
        Csv.Field("LineId");
        foreach (string name in _columns.OrderBy(pair => pair.Value).Select(pair => pair.Key))
        {
            // A field of the log must not be taken for a column of ours.
            Csv.Field(OwnColumns.Contains(name) ? "Header." + name : name);
        }

        Csv.Field("Content");
        Csv.Field("EventId");
        Csv.Field("EventTemplate");
        Csv.Field("Parameters");
        Csv.EndRow();
        foreach (ParsedLog log in _first)
        {
            WriteRow(log);
        }

        _first.Clear();
    }

    private void WriteRow(in ParsedLog log)
    {
        ReadValues(log);
        Csv.Field(log.Line.LineId.ToString(CultureInfo.InvariantCulture));
        foreach (string? value in _values)
        {
            Csv.Field(value);
        }

        Csv.Field(log.ToString());
        Csv.Field(log.Template.Id.ToString());
        Csv.Field(log.Template.Text);
        Csv.Field(ParametersOf(log));
        Csv.EndRow();
    }

    private void ReadValues(in ParsedLog log)
    {
        _values.AsSpan().Clear();
        bool isLate = false;
        foreach ((string name, string value) in log.Format.ReadFields(log.Line))
        {
            if (_columns.TryGetValue(name, out int column))
            {
                _values[column] = value;
            }
            else if (!name.Equals("Content", StringComparison.OrdinalIgnoreCase))
            {
                isLate = true;
                if (_lateNames.Count <= NamesInWarning)
                {
                    _lateNames.Add(name);
                }
            }
        }

        _lateRecords += isLate ? 1 : 0;
    }

    private string ParametersOf(in ParsedLog log)
    {
        _json.ResetWrittenCount();
        Json.Reset();
        Json.WriteStartArray();
        for (int i = 0; i < log.Parameters.Length; i++)
        {
            Json.WriteStringValue(log.ParameterText(i));
        }

        Json.WriteEndArray();
        Json.Flush();
        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }
}
