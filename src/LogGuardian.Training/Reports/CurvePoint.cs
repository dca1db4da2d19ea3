namespace LogGuardian.Training;

/// <summary>A stretch of a curve.</summary>
/// <param name="First">The first step.</param>
/// <param name="Last">The last step.</param>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
/// <param name="Value">The last value.</param>
/// <param name="Smooth">The last smoothed value.</param>
internal readonly record struct CurvePoint(double First, double Last, double Low, double High, double Value, double Smooth)
{
    /// <summary>This stretch and the one after it as one.</summary>
    public CurvePoint With(CurvePoint next) => new(First, next.Last, Math.Min(Low, next.Low), Math.Max(High, next.High), next.Value, next.Smooth);
}
