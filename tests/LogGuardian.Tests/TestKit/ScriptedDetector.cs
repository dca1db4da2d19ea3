namespace LogGuardian.Tests.TestKit;

/// <summary>Says what it is told to, and remembers what it was asked.</summary>
internal sealed class ScriptedDetector(string name, DetectorTier tier, Func<LogWindow, float> answer) : IDetector
{
    public string Name => name;

    public DetectorTier Tier => tier;

    public bool IsSelective { get; init; }

    public bool IsCalibrated { get; init; }

    public IReadOnlyList<string> Settles { get; init; } = [];

    public Func<LogWindow, float> Answer { get; set; } = answer;

    public List<LogWindow> Asked { get; } = [];

    public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < windows.Length; i++)
        {
            Asked.Add(windows.Span[i]);
            scores.Span[i] = Answer(windows.Span[i]);
        }

        return ValueTask.CompletedTask;
    }

    public void Learn(LogWindow window)
    {
    }

    public void Collect(LogWindow window, ICollection<Evidence> evidence) =>
        evidence.Add(new Evidence { Kind = EvidenceKind.ModelVerdict, Detector = name, Template = window.Lines.Span[0].Template, Lines = [], Strength = 1 });
}
