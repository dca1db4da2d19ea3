using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Windows of <c>size</c> lines, a new one every <c>step</c> lines.</summary>
internal sealed class CountWindower(int size, int step, int maxOpenSources) : PerSourceWindower<CountWindower.OpenWindow>(maxOpenSources)
{
    public override string StateName => "count";

    protected override OpenWindow Create() => new(size);

    protected override void Append(OpenWindow open, in ParsedLog log, ICollection<LogWindow> closed)
    {
        open.Lines[open.Count++] = log;
        open.Fresh++;
        if (open.Count < size)
        {
            return;
        }

        closed.Add(new LogWindow(WindowKind.Count, open.Lines));

        // The window owns its array from here on; a sliding window takes its overlap along.
        int kept = size - step;
        var next = new ParsedLog[size];
        Array.Copy(open.Lines, step, next, 0, kept);
        open.Lines = next;
        open.Count = kept;
        open.Fresh = 0;
    }

    protected override void Close(OpenWindow open, ICollection<LogWindow> closed)
    {
        if (open.Fresh > 0)
        {
            closed.Add(new LogWindow(WindowKind.Count, open.Lines.AsMemory(0, open.Count)));
        }
    }

    protected override void Save(OpenWindow open, Utf8JsonWriter writer)
    {
        writer.WriteNumber("fresh", open.Fresh);
        LogJson.Write(writer, "lines", open.Lines.AsSpan(0, open.Count));
    }

    protected override void Load(OpenWindow open, JsonElement saved)
    {
        ParsedLog[] lines = LogJson.Read(saved.GetProperty("lines"));
        if (lines.Length >= size)
        {
            throw new JsonException($"An open window has {lines.Length} lines; windows of this pipeline have {size}. Use the window that the state was saved with.");
        }

        lines.CopyTo(open.Lines, 0);
        open.Count = lines.Length;
        open.Fresh = saved.GetProperty("fresh").GetInt32();
    }

    internal sealed class OpenWindow(int size)
    {
        public ParsedLog[] Lines { get; set; } = new ParsedLog[size];

        public int Count { get; set; }

        /// <summary>Lines that no window has carried yet; a rest without any is not a window of its own.</summary>
        public int Fresh { get; set; }
    }
}
