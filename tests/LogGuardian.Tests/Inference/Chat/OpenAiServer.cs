using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Tests.Inference.Chat;

/// <summary>
/// A service on loopback that speaks the protocol of OpenAI's chat completions, as local model servers do. It refuses what the protocol does not allow, answers what it is told to, and keeps every byte that it
/// received.
/// </summary>
internal sealed class OpenAiServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<JsonElement, (int Status, string Body)> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public OpenAiServer(Func<JsonElement, (int Status, string Body)> answer)
    {
        _answer = answer;
        int port;
        using (var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        }

        Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/v1"));
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Endpoint { get; }

    /// <summary>Bodies of all requests.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>While set, nothing is answered.</summary>
    public volatile bool IsSilent;

    public static (int Status, string Body) Completion(string content, int input = 900, int output = 40) => (200, JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_700_000_000,
        model = "test-model",
        choices = new[] { new { index = 0, message = new { role = "assistant", content }, finish_reason = "stop" } },
        usage = new { prompt_tokens = input, completion_tokens = output, total_tokens = input + output },
    }));

    public static (int Status, string Body) Error(int status, string message) => (status, JsonSerializer.Serialize(new { error = new { message, type = "error", code = (string?)null } }));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        string body = await reader.ReadToEndAsync(_stop.Token);
        Received.Enqueue(body);
        while (IsSilent)
        {
            await Task.Delay(10, _stop.Token);
        }

        (int status, string answer) = context.Request is { HttpMethod: "POST", Url.AbsolutePath: "/v1/chat/completions" } ? _answer(JsonDocument.Parse(body).RootElement) : Error(404, "not found");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
        context.Response.Close();
    }
}
