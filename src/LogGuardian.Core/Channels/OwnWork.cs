namespace LogGuardian.Core;

/// <summary>
/// Tells what a pipeline does itself from what the application does, so that a handler that logs an error for each anomaly makes no endless stream of anomalies. It is known of the
/// flow of a run and of the thread that writes a value, whichever channel they write to: two pipelines must not answer each other either.
/// </summary>
internal static class OwnWork
{
    private static readonly AsyncLocal<bool> Run = new();

    // Not an AsyncLocal: setting that one allocates, and this is set for values of many records.
    [ThreadStatic]
    private static bool _isWritingValue;

    public static bool IsUnderWay => _isWritingValue || Run.Value;

    /// <summary>From here on the flow of the asynchronous method that calls this is the pipeline's own.</summary>
    public static void BeginRun() => Run.Value = true;

    /// <summary>Whether code of the application may be called to write a value; false when it is that code that logs. Ended by <see cref="EndValue"/>.</summary>
    public static bool TryBeginValue() => !_isWritingValue && (_isWritingValue = true);

    public static void EndValue() => _isWritingValue = false;
}
