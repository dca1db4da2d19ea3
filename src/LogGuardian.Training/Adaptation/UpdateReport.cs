namespace LogGuardian.Training;

/// <summary>Whether an update was taken over.</summary>
/// <param name="IsAccepted">Whether it was; otherwise the model is what it was, bit for bit.</param>
/// <param name="Reason">Why.</param>
/// <param name="HeldBack">Older windows that were held back.</param>
/// <param name="AveragePrecisionBefore">Their average precision before.</param>
/// <param name="AveragePrecisionAfter">Their average precision by what was learned.</param>
public sealed record UpdateReport(bool IsAccepted, string Reason, int HeldBack, double AveragePrecisionBefore, double AveragePrecisionAfter);
