namespace LogGuardian.Cli;

/// <summary>Detections for people.</summary>
internal sealed class TextReport(Ink ink, bool showSource, bool all, int? top) : ScanReport<IReadOnlyList<Piece[]>>(all, top)
{
    private readonly DetectionLayout _text = new(ink.Width, showSource);

    public override void Flush() => ink.Flush();

    protected override IReadOnlyList<Piece[]> Render(Detection detection) => _text.Render(detection);

    protected override void Write(IReadOnlyList<Piece[]> rendered)
    {
        foreach (Piece[] line in rendered)
        {
            ink.WriteLine(line);
        }
    }
}
