using System.Globalization;
using System.Net;

namespace Shop.Orders;

internal sealed record Reserved(long OrderId, string Sku, int Quantity, decimal Price);

/// <summary>Asks inventory for stock.</summary>
internal sealed class InventoryClient(HttpClient http)
{
    /// <summary>Returns the reservation, or why there is none.</summary>
    public async Task<(Reserved? Reserved, HttpStatusCode Refusal)> ReserveAsync(long orderId, string sku, int quantity, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync("/reservations", new { orderId, sku, quantity }, cancellation);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return (null, response.StatusCode);
        }

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Reserved>(cancellation), default);
    }

    public async Task ReleaseAsync(long orderId, CancellationToken cancellation)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/reservations/{orderId}");
        using HttpResponseMessage response = await http.DeleteAsync(path, cancellation);
        response.EnsureSuccessStatusCode();
    }
}

/// <summary>Asks payments to give money back.</summary>
internal sealed class PaymentsClient(HttpClient http)
{
    public async Task RefundAsync(long orderId, CancellationToken cancellation)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/payments/{orderId}/refund");
        using HttpResponseMessage response = await http.PostAsync(path, null, cancellation);
        response.EnsureSuccessStatusCode();
    }
}
