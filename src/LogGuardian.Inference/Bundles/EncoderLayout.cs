namespace LogGuardian.Inference;

/// <summary>How an encoder is called: the names that its inputs and its output really have.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="Mask">What is a token and what fills up.</param>
/// <param name="Types">Zeros; null when the model has no such input.</param>
/// <param name="Positions">0, 1, 2, …; null when the model has no such input.</param>
/// <param name="Output">The vectors.</param>
/// <param name="Alone">Whether a message is encoded alone, because its vector would depend on the others.</param>
internal sealed record EncoderLayout(string Ids, string Mask, string? Types, string? Positions, string Output, bool Alone);
