using System.Text.Json;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Learning;

/// <summary>
/// A detector that bad windows break: it scores the share of the template <c>bad</c>; having learned <c>poison</c> it takes everything for strange, having learned
/// <c>sleep</c> nothing, and having learned <c>later</c> everything from the 40th window on that it scores afterwards.
/// </summary>
internal sealed class SwitchDetector : IDetector, IStateful
{
    private bool _poisoned;
    private bool _asleep;
    private int _fuse = -1;

    public string Name => "switch";

    public string StateName => Name;

    public int StateVersion => 1;

    public int Learned { get; private set; }

    public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < windows.Length; i++)
        {
            _fuse = _fuse > 0 ? _fuse - 1 : _fuse;
            scores.Span[i] = _poisoned || _fuse == 0 ? 5 : _asleep ? 0 : Holds(windows.Span[i], "bad") ? 5 : 0;
        }

        return ValueTask.CompletedTask;
    }

    public void Learn(LogWindow window)
    {
        Learned++;
        _poisoned |= Holds(window, "poison");
        _asleep |= Holds(window, "sleep");
        _fuse = Holds(window, "later") ? 40 : _fuse;
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence) => evidence.Add(new Evidence
    {
        Kind = EvidenceKind.UnseenTemplate,
        Detector = Name,
        Template = Logs.Template("bad"),
        Lines = [window.Lines.Span[0]],
        Strength = 1,
    });

    public void SaveState(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, new object[] { _poisoned, _asleep, _fuse, Learned });

    public void LoadState(JsonElement section, int version)
    {
        _poisoned = section[0].GetBoolean();
        _asleep = section[1].GetBoolean();
        _fuse = section[2].GetInt32();
        Learned = section[3].GetInt32();
    }

    private static bool Holds(LogWindow window, string template) => window.Lines.ToArray().Any(log => log.Template.Text == template);
}
