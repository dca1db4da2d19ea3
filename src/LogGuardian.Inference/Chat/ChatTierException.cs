namespace LogGuardian.Inference;

/// <summary>
/// A chat model gave no answer. The message is all there is: what a client throws may hold keys and whole requests, so that it is neither kept nor logged.
/// </summary>
internal sealed class ChatTierException(ChatFailure failure, string message) : Exception(message)
{
    public ChatFailure Failure { get; } = failure;
}
