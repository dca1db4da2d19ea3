namespace Lab.Recording;

/// <summary>How lines of an event's span differ from undisturbed ones, over all logs. A shape is a line whose words with digits and quoted parts are masked.</summary>
/// <param name="NewShapes">Shapes that do not come outside events.</param>
/// <param name="Faster">Shapes that come at least three times as often as they should, and at least ten times or as a consequence.</param>
/// <param name="Slower">Logs in which at least twenty lines were due and not a third of them came.</param>
internal sealed record Trace(int NewShapes, int Faster, int Slower)
{
    public bool IsVisible => NewShapes + Faster + Slower > 0;
}
