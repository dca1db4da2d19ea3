using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lab.Load;

/// <summary>
/// Users of a web server. A line is <c>METHOD PATH [BODY]</c>; each user has an address of 127.0.0.0/8 of its own, keeps its connections for a while, and has a
/// browser, which says which page it comes from, or a script.
/// </summary>
internal sealed class HttpLoad : IDisposable
{
    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "curl/7.88.1",
        "python-requests/2.32.3",
    ];

    private const int Browsers = 3;

    private readonly HttpClient[] _users;
    private readonly Uri?[] _pages;
    private readonly Uri _address;
    private readonly string? _header;

    /// <param name="address">Where the server listens.</param>
    /// <param name="users">How many users there are.</param>
    /// <param name="header">A header <c>NAME: VALUE</c> that each request has; null for none.</param>
    public HttpLoad(Uri address, int users, string? header)
    {
        _address = address;
        _header = header;
        _users = [.. Enumerable.Range(0, users).Select(User)];
        _pages = new Uri?[users];
    }

    public async Task VisitAsync(string line, Random random, CancellationToken cancellationToken)
    {
        string[] parts = line.Split(' ', 3);
        int user = (int)(random.NextDouble() * random.NextDouble() * _users.Length);
        using var request = new HttpRequestMessage(HttpMethod.Parse(parts[0]), new Uri(_address, parts[1]));
        request.Headers.TryAddWithoutValidation("User-Agent", Agents[user % Agents.Length]);
        if (user % Agents.Length < Browsers)
        {
            request.Headers.Referrer = _pages[user];
            _pages[user] = parts[0] == "GET" && IsPage(request.RequestUri!) ? request.RequestUri : _pages[user];
        }

        if (_header?.Split(':', 2) is [var name, var value])
        {
            request.Headers.TryAddWithoutValidation(name, value.Trim());
        }

        if (parts.Length == 3)
        {
            request.Content = new StringContent(parts[2], Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await _users[user].SendAsync(request, cancellationToken);
        await response.Content.CopyToAsync(Stream.Null, cancellationToken);
    }

    public void Dispose()
    {
        foreach (HttpClient user in _users)
        {
            user.Dispose();
        }
    }

    private static bool IsPage(Uri address) => address.AbsolutePath is [.., '/'] or [.., '.', 'h', 't', 'm', 'l'];

    private HttpClient User(int number)
    {
        var local = new IPEndPoint(new IPAddress([127, 10, (byte)(number / 250), (byte)(1 + (number % 250))]), 0);
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromSeconds(20),
            ConnectCallback = async (context, token) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(local);
                    await socket.ConnectAsync(context.DnsEndPoint, token);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10) };
    }
}
