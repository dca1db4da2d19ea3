namespace LogGuardian.Training;

/// <summary>What an adaptation changed.</summary>
/// <param name="WordLossBefore">Mean cross entropy of hidden words of new messages that were held back, before the encoder learned.</param>
/// <param name="WordLossAfter">The same afterwards.</param>
/// <param name="OrderLossBefore">Mean cross entropy of the next messages of new windows that were held back; null without windows of two messages, or without a decoder.</param>
/// <param name="OrderLossAfter">The same afterwards.</param>
/// <param name="UnknownTokens">Share of the tokens of new messages that the vocabulary does not know.</param>
/// <param name="ChangedAnswers">Share of the windows of the older set of which the model, calibrated, says something else than before.</param>
public sealed record AdaptationReport(
    double WordLossBefore, double WordLossAfter, double? OrderLossBefore, double? OrderLossAfter, double UnknownTokens, double ChangedAnswers);
