namespace LogGuardian.Core;

/// <summary>What a difference in one template tells, in nats.</summary>
/// <param name="Change">−ln of how often normal windows differ in it from the nearest other one; for each doubling of its count.</param>
/// <param name="Present">−ln of the share of normal windows that hold it (idf): what it tells beside that when only this window holds it.</param>
/// <param name="Absent">−ln of the share of normal windows that do not: the same when only the normal one holds it.</param>
internal readonly record struct CountWeight(float Change, float Present, float Absent)
{
    // A template in which every normal window differs still tells a little.
    private const double LeastChange = 0.1;

    /// <param name="windows">Normal windows learned.</param>
    /// <param name="holding">Those that held the template.</param>
    /// <param name="differences">In how many of them it differed from the nearest other one.</param>
    public static CountWeight Of(long windows, long holding, double differences) => new(
        (float)Math.Max(LeastChange, Math.Log((windows + 2) / (differences + 1))),
        (float)Math.Max(0, Math.Log((windows + 1.0) / (holding + 1))),
        (float)Math.Max(0, Math.Log((windows + 1.0) / (Math.Max(0, windows - holding) + 1))));
}
