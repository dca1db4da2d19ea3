using System.Text.Json;

namespace Shop.Messaging;

internal sealed record OrderPlaced(long OrderId, string Customer, decimal Amount, string CardEnd);

internal sealed record PaymentCompleted(long OrderId, Guid PaymentId, decimal Amount);

internal sealed record PaymentFailed(long OrderId, string Reason);

/// <summary>Names and form of the messages between the services.</summary>
internal static class Messages
{
    public const string OrderPlacedKey = "order.placed";
    public const string PaymentCompletedKey = "payment.completed";
    public const string PaymentFailedKey = "payment.failed";

    public static byte[] Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web);

    public static T Read<T>(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, JsonSerializerOptions.Web)
                ?? throw new PoisonMessageException($"{typeof(T).Name} is null.");
        }
        catch (JsonException exception)
        {
            throw new PoisonMessageException($"The body is no {typeof(T).Name}.", exception);
        }
    }
}
