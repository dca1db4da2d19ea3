using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using nietras.SeparatedValues;

namespace LogGuardian.Evaluation;

/// <summary>Sessions as sequences of event ids: <c>Sequence,label</c>, ids separated by spaces, label 1 for an anomaly. Kept in memory, 4 bytes for each event.</summary>
internal sealed class SequenceReader(string path, EvaluationDataOptions options)
{
    private const string Heading = "Sequence,label";
    private const string File = "sequences.csv";
    private const string TemplateFile = "templates.csv";

    private readonly List<int> _events = [];
    private readonly List<int> _ends = [];
    private readonly List<bool> _labels = [];
    private readonly Dictionary<int, LogTemplate> _templates = [];
    private bool _isLoaded;

    public IReadOnlyList<bool> Labels => _labels;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return;
        }

        _events.Clear();
        _ends.Clear();
        _labels.Clear();
        bool found = false;
        await foreach (DataFile file in DataFiles.ReadAsync(path, name => IsNamed(name, File), anySingle: true, cancellationToken).ConfigureAwait(false))
        {
            found = true;
            await foreach (LogLine line in LogLines.FromStream(file.Content, path, leaveOpen: true).ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                Add(line);
            }

            break;
        }

        if (!found)
        {
            throw new FileNotFoundException($"'{path}' holds no {File}. {EvaluationData.SourceOf(File)}", File);
        }

        if (_labels.Count == 0)
        {
            throw new InvalidDataException($"'{path}' holds no sequence; below the heading '{Heading}' it must hold at least one.");
        }

        await LoadTemplatesAsync(cancellationToken).ConfigureAwait(false);
        _isLoaded = true;
    }

    public ReadOnlySpan<int> Ids(int session)
    {
        int start = session == 0 ? 0 : _ends[session - 1];
        return CollectionsMarshal.AsSpan(_events)[start.._ends[session]];
    }

    public LogTemplate TemplateOf(int id)
    {
        if (!_templates.TryGetValue(id, out LogTemplate? template))
        {
            _templates[id] = template = Template(id, FormattableString.Invariant($"E{id}"));
        }

        return template;
    }

    // 0 is the id of lines that match no template.
    private static LogTemplate Template(int id, string text) => new(new TemplateId((ulong)id + 1), text);

    private static bool IsNamed(string name, string file) => name[(name.LastIndexOf('/') + 1)..].Equals(file, StringComparison.OrdinalIgnoreCase);

    private void Add(LogLine line)
    {
        ReadOnlySpan<byte> raw = line.Raw.Span;
        if (line.LineId == 1)
        {
            if (line.ToString() != Heading)
            {
                throw Wrong(line, $"the heading '{Heading}'");
            }

            return;
        }

        if (line.Skipped == SkipReason.Blank || line.LineId <= 1 + options.SkipLines || _labels.Count >= options.TakeLines)
        {
            return;
        }

        int comma = raw.LastIndexOf((byte)',');
        if (comma < 1 || raw.Length != comma + 2 || raw[^1] is not ((byte)'0' or (byte)'1'))
        {
            throw Wrong(line, "event ids separated by spaces, a comma, and 0 or 1");
        }

        ReadOnlySpan<byte> ids = raw[..comma];
        foreach (Range part in ids.Split((byte)' '))
        {
            ReadOnlySpan<byte> word = ids[part];
            if (!Utf8Parser.TryParse(word, out int id, out int used) || used != word.Length || id < 0)
            {
                throw Wrong(line, "event ids separated by spaces, a comma, and 0 or 1");
            }

            _events.Add(id);
        }

        _ends.Add(_events.Count);
        _labels.Add(raw[^1] == (byte)'1');
    }

    private async Task LoadTemplatesAsync(CancellationToken cancellationToken)
    {
        // In the archive or folder, or beside a file that is named by itself.
        string[] places = System.IO.File.Exists(path) ? [path, Path.GetDirectoryName(Path.GetFullPath(path))!] : [path];
        foreach (string place in places)
        {
            await foreach (DataFile file in DataFiles.ReadAsync(place, name => IsNamed(name, TemplateFile), anySingle: false, cancellationToken).ConfigureAwait(false))
            {
                ReadTemplates(file.Content);
                return;
            }
        }
    }

    private void ReadTemplates(Stream content)
    {
        using StreamReader text = new(content, Encoding.UTF8, leaveOpen: true);
        using SepReader rows = Sep.New(',').Reader(o => o with { Unescape = true, DisableColCountCheck = true }).From(text);
        foreach (SepReader.Row row in rows)
        {
            if (row.ColCount >= 2 && row[0].Span is ['E', .. { } number] && int.TryParse(number, CultureInfo.InvariantCulture, out int id))
            {
                _templates[id] = Template(id, row[1].ToString());
            }
        }
    }

    private InvalidDataException Wrong(LogLine line, string rule) => new(FormattableString.Invariant(
        $"Line {line.LineId} of '{path}' is '{LogText.Printable(line.ToString(), 80)}'; it must be {rule}. Check that the path is that of {File}."));
}
