namespace Shop.Gateway;

/// <summary>Calls another service and passes its answer on as it is.</summary>
internal abstract class UpstreamClient(HttpClient http)
{
    public async Task<UpstreamAnswer> CallAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType());
        }

        using HttpResponseMessage response = await http.SendAsync(request, cancellation);
        return new UpstreamAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }
}

internal sealed record UpstreamAnswer(int Status, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public IResult ToResult() => Body.Length == 0 ? Results.StatusCode(Status) : Results.Text(Body, "application/json", statusCode: Status);
}

internal sealed class OrdersClient(HttpClient http) : UpstreamClient(http);

internal sealed class PaymentsClient(HttpClient http) : UpstreamClient(http);

internal sealed class InventoryClient(HttpClient http) : UpstreamClient(http);
