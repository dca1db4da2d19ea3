using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>How a template comes: in how many windows, how often in each, next to what. Windows are numbered from 1 in the order in which they were seen.</summary>
internal sealed partial class TemplateEntry(LogTemplate template, long firstWindow)
{
    private const int MaxRecent = 32;
    private readonly long[] _recent = new long[MaxRecent];

    public LogTemplate Template { get; } = template;

    public TemplateWords Words { get; } = TemplateWords.Of(template.Text);

    public ulong Id => Template.Id.Value;

    public TemplateRole Role { get; set; }

    /// <summary>Of a successor: the one that it is in other words.</summary>
    public TemplateEntry? Predecessor { get; set; }

    public Neighbours Before { get; } = new();

    public Neighbours After { get; } = new();

    public LogSeverity Worst { get; private set; }

    public long FirstWindow { get; private set; } = firstWindow;

    public long LastWindow { get; private set; }

    public long Windows { get; private set; }

    public long Lines { get; private set; }

    /// <summary>Whether another one is this one in other words.</summary>
    public bool IsSucceeded { get; set; }

    /// <summary>Windows with it that were marked as normal.</summary>
    public int Marked { get; set; }

    /// <summary>Of a successor: windows with it since it was accepted, and of these those in which its predecessor came as well, or in which it was still what was strange.</summary>
    public (long Windows, long Returned, long Blamed) Trial { get; set; }

    /// <summary>Of a successor: that its text alone speaks for it, since the predecessor is not yet missed.</summary>
    public bool IsProvisional { get; set; }

    public double LinesPerWindow => Windows == 0 ? 0 : (double)Lines / Windows;

    /// <summary>Counts a line.</summary>
    /// <returns>Whether it is the first one in this window.</returns>
    public bool Count(long window, LogSeverity severity)
    {
        Lines++;
        Worst = severity > Worst ? severity : Worst;
        if (LastWindow == window)
        {
            return false;
        }

        LastWindow = window;
        _recent[Windows++ % MaxRecent] = window;
        return true;
    }

    /// <summary>The share of windows that had it, of those from the 32nd to last with it to the last.</summary>
    public double LatestRate => Windows == 0 ? 0 : (double)Math.Min(Windows, MaxRecent) / (LastWindow - (Windows < MaxRecent ? FirstWindow : _recent[Windows % MaxRecent]) + 1);

    /// <summary>In how many windows it came after one of them; at most 32 unless it came in none before.</summary>
    public long WindowsSince(long window) => window < FirstWindow ? Windows : _recent.Count(recent => recent > window);

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Template.Id.ToString());
        writer.WriteString("text", Template.Text);
        writer.WriteNumber("role", (int)Role);
        writer.WriteString("predecessor", Predecessor?.Template.Id.ToString());
        writer.WriteNumber("worst", (int)Worst);
        writer.WriteNumber("first", FirstWindow);
        writer.WriteNumber("last", LastWindow);
        writer.WriteNumber("windows", Windows);
        writer.WriteNumber("lines", Lines);
        writer.WriteNumber("marked", Marked);
        writer.WriteBoolean("provisional", IsProvisional);
        writer.WriteNumber("trialWindows", Trial.Windows);
        writer.WriteNumber("trialReturned", Trial.Returned);
        writer.WriteNumber("trialBlamed", Trial.Blamed);
        writer.WriteStartArray("recent");
        foreach (long window in _recent)
        {
            writer.WriteNumberValue(window);
        }

        writer.WriteEndArray();
        Before.Save(writer, "before");
        After.Save(writer, "after");
        writer.WriteEndObject();
    }

    /// <summary>Reads an entry; <see cref="Predecessor"/> is set when all are read.</summary>
    public static TemplateEntry Load(JsonElement item)
    {
        var template = new LogTemplate(TemplateId.Parse(item.GetProperty("id").GetString()!), item.GetProperty("text").GetString()!);
        var entry = new TemplateEntry(template, item.GetProperty("first").GetInt64())
        {
            Role = (TemplateRole)item.GetProperty("role").GetInt32(),
            Worst = (LogSeverity)item.GetProperty("worst").GetInt32(),
            LastWindow = item.GetProperty("last").GetInt64(),
            Windows = item.GetProperty("windows").GetInt64(),
            Lines = item.GetProperty("lines").GetInt64(),
            Marked = item.GetProperty("marked").GetInt32(),
            IsProvisional = item.TryGetProperty("provisional", out JsonElement provisional) && provisional.GetBoolean(),
            Trial = (item.GetProperty("trialWindows").GetInt64(), item.GetProperty("trialReturned").GetInt64(), item.GetProperty("trialBlamed").GetInt64()),
        };
        long[] recent = [.. item.GetProperty("recent").EnumerateArray().Select(window => window.GetInt64())];
        if (recent.Length != MaxRecent)
        {
            throw new JsonException(FormattableString.Invariant($"A template has {recent.Length} recent windows; there must be {MaxRecent}. Learn again."));
        }

        recent.CopyTo(entry._recent, 0);
        entry.Before.Load(item.GetProperty("before"));
        entry.After.Load(item.GetProperty("after"));
        return entry;
    }
}
