namespace Shop.Messaging;

/// <summary>A message that no number of deliveries makes readable.</summary>
internal sealed class PoisonMessageException(string message, Exception? inner = null) : Exception(message, inner);
