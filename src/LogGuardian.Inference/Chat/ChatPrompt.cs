using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>A window as a model is shown it: bounded, its values replaced, each line quoted so that no text can leave its place.</summary>
internal sealed class ChatPrompt
{
    private const int MaxText = 400;
    private const int MaxRead = 16_384;
    private const int MaxRuns = 200;
    private const int MaxSource = 200;

    // What tokenizers make of logs: three bytes a token and less, since they hold many numbers.
    private const int BytesPerToken = 3;

    // Description, order of the templates and what stands around a text, which come beside the texts themselves.
    private const int Around = 1_800;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ChatPrompt(string text, IReadOnlyList<int> lines, int redactions)
    {
        Text = text;
        Lines = lines;
        Redactions = redactions;
        Key = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    public string Text { get; }

    /// <summary>Where in the window the lines are that the model knows as L1, L2 and so on.</summary>
    public IReadOnlyList<int> Lines { get; }

    public int Redactions { get; }

    /// <summary>The same for windows that look the same to the model.</summary>
    public UInt128 Key { get; }

    public static int TokensOf(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;

    public static ChatPrompt Of(LogWindow window, ChatTierOptions options, Redactor redactor)
    {
        int most = (((options.TokensPerWindow / 2) - options.MaxOutputTokens) * BytesPerToken) - ChatInstructions.Length(options) - Around;
        WindowKinds kinds = new(window);
        Redaction redaction = redactor.Begin();
        List<ShownLine> shown = Choose(window, kinds, redaction, Math.Min(options.MaxLines, window.Count), most);
        shown.Sort();
        string source = LogText.Printable(redaction.Redact(window.Source), MaxSource);
        string text = Write(window, kinds, source, [.. shown.Select(line => line with { Text = redaction.Sweep(line.Text) })]);
        return new ChatPrompt(text, [.. shown.Select(line => line.Index)], redaction.Count);
    }

    /// <summary>One line of each template, the rarest first; then others, spread over the window, that say something more.</summary>
    private static List<ShownLine> Choose(LogWindow window, WindowKinds kinds, Redaction redaction, int lines, int most)
    {
        var shown = new List<ShownLine>(lines);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (int index in kinds.Firsts.Concat(kinds.Others(lines)))
        {
            if (shown.Count == lines)
            {
                break;
            }

            string text = TextOf(window.Lines.Span[index], redaction);
            int cost = Encoding.UTF8.GetByteCount(text) + 80;
            if (cost > most || !texts.Add(text))
            {
                continue;
            }

            most -= cost;
            shown.Add(new ShownLine(kinds.IsFirst(index), index, text));
        }

        return shown;
    }

    /// <summary>A record may be long. What is cut off before it was looked at is cut between words, so that no half of a secret stays.</summary>
    private static string TextOf(in ParsedLog log, Redaction redaction)
    {
        string text = LogText.Decode(log.Content.Span[..Math.Min(log.Content.Length, MaxRead)]);
        if (log.Content.Length > MaxRead)
        {
            text = text[..Math.Max(0, text.LastIndexOf(' '))];
        }

        return LogText.Printable(redaction.Redact(text), MaxText);
    }

    private static string Write(LogWindow window, WindowKinds kinds, string source, IReadOnlyList<ShownLine> shown)
    {
        int firsts = shown.Count(line => line.IsFirst);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"A window of {window.Count} lines of {kinds.Count} kinds{(window.Kind == WindowKind.Session ? ", one session" : "")}, from the source ");
        text.Append(Quote(writer => writer.WriteStringValue(source))).Append(".\n");
        text.Append(CultureInfo.InvariantCulture, $"Shown: one line of each of {firsts} kinds, then {shown.Count - firsts} more. ");
        text.Append(CultureInfo.InvariantCulture, $"Left out: {window.Count - shown.Count} lines that repeat what is shown or for which there was no room, {kinds.Count - firsts} kinds altogether.\n");
        text.Append("Kinds in the order of their lines: ").Append(kinds.Order(MaxRuns)).Append("\nLines:\n");
        for (int i = 0; i < shown.Count; i++)
        {
            text.Append(Quote(i + 1, shown[i], kinds, window.Lines.Span[shown[i].Index].Severity)).Append('\n');
        }

        return text.ToString();
    }

    private static string Quote(int id, ShownLine line, WindowKinds kinds, LogSeverity severity) => Quote(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"L{id}"));
        writer.WriteNumber("line", line.Index + 1);
        writer.WriteNumber("kind", kinds.NumberOf(line.Index));
        if (line.IsFirst)
        {
            writer.WriteNumber("count", kinds.CountOf(line.Index));
        }

        if (severity != LogSeverity.Unspecified)
        {
            writer.WriteString("level", JsonNamingPolicy.CamelCase.ConvertName(severity.ToString()));
        }

        writer.WriteString("text", line.Text);
        writer.WriteEndObject();
    });

    private static string Quote(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes, Json))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Those that stand for their template come first, each in the order of the window.</summary>
    private sealed record ShownLine(bool IsFirst, int Index, string Text) : IComparable<ShownLine>
    {
        public int CompareTo(ShownLine? other) => other is null ? 1 : IsFirst == other.IsFirst ? Index.CompareTo(other.Index) : IsFirst ? -1 : 1;
    }
}
