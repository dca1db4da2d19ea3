using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace OrderService.Recording;

/// <summary>
/// The customers of the recording: independent arrivals at a wanted rate that rises and falls mildly, a fixed
/// mix of requests, and a little of what real customers get wrong. The seed fixes the requests, not their answers.
/// </summary>
internal sealed class LoadDriver : IDisposable
{
    private const int Remembered = 600;
    private static readonly TimeSpan Wave = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly List<long> _open = [];
    private readonly List<long> _known = [];
    private readonly ConcurrentDictionary<int, int> _answers = new();
    private Guid _lastKey;

    private LoadDriver(Arguments arguments)
    {
        _random = new Random((int)arguments.Number("seed", 5));
        _http = new HttpClient
        {
            BaseAddress = new Uri(arguments.Text("url", "http://127.0.0.1:5080")),
            Timeout = TimeSpan.FromSeconds(15),
        };
    }

    public void Dispose() => _http.Dispose();

    public static async Task RunAsync(Arguments arguments)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(arguments.Number("seconds", 60)));
        using var terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                stop.Cancel();
            });
        using var driver = new LoadDriver(arguments);
        await driver.DriveAsync(arguments.Number("rate", 16), TimeProvider.System, stop.Token);
    }

    private async Task DriveAsync(double rate, TimeProvider clock, CancellationToken stop)
    {
        long began = clock.GetTimestamp();
        TimeSpan due = TimeSpan.Zero;
        var running = new ConcurrentDictionary<long, Task>();
        for (long number = 0; !stop.IsCancellationRequested; number++)
        {
            double phase = 2 * Math.PI * due.TotalSeconds / Wave.TotalSeconds;
            double now = rate * (1 + (0.2 * Math.Sin(phase)));
            HttpRequestMessage request;
            lock (_gate)
            {
                due += TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / now);
                request = Next();
            }

            TimeSpan wait = due - clock.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                try
                {
                    await Task.Delay(wait, clock, stop);
                }
                catch (OperationCanceledException)
                {
                    request.Dispose();
                    break;
                }
            }

            long key = number;
            running[key] = SendAsync(request).ContinueWith(_ => running.TryRemove(key, out Task? _), TaskScheduler.Default);
            if (number % 500 == 499)
            {
                Report(clock.GetElapsedTime(began));
            }
        }

        await Task.WhenAll(running.Values);
        Report(clock.GetElapsedTime(began));
    }

    private void Report(TimeSpan elapsed)
    {
        IEnumerable<string> counts = _answers.OrderBy(pair => pair.Key)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds,8:0.0} s: {string.Join(' ', counts)}"));
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        int status = 0;
        try
        {
            using (request)
            {
                using HttpResponseMessage response = await _http.SendAsync(request);
                status = (int)response.StatusCode;
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    OrderView? order = await response.Content.ReadFromJsonAsync<OrderView>();
                    Remember(order!.Id);
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // The service is away; the customer tries something else later.
        }

        _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
    }

    private void Remember(long id)
    {
        lock (_gate)
        {
            _open.Add(id);
            _known.Add(id);
            if (_open.Count > 80)
            {
                _open.RemoveAt(0);
            }

            if (_known.Count > Remembered)
            {
                _known.RemoveAt(0);
            }
        }
    }

    private HttpRequestMessage Next()
    {
        double choice = _random.NextDouble();
        HttpRequestMessage request = choice switch
        {
            < 0.18 => Order(),
            < 0.32 => Pay(),
            < 0.58 => Get($"orders/{Known()}"),
            < 0.68 => Get($"orders?customer={Customer()}"),
            < 0.77 => Get($"orders/{Known()}/invoice"),
            < 0.98 => Get($"products/{Sku()}"),
            _ => Get("health"),
        };
        request.Headers.Add("X-Forwarded-For", Client());
        return request;
    }

    private static HttpRequestMessage Get(string address) => new(HttpMethod.Get, address);

    private HttpRequestMessage Pay()
    {
        long id;
        if (_open.Count > 0)
        {
            int at = _random.Next(_open.Count);
            id = _open[at];

            // Now and then a customer presses the button twice.
            if (_random.NextDouble() > 0.03)
            {
                _open.RemoveAt(at);
            }
        }
        else
        {
            id = Known();
        }

        return new HttpRequestMessage(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"orders/{id}/pay"));
    }

    private HttpRequestMessage Order()
    {
        NewItem[] items =
        [
            .. Enumerable.Range(0, _random.Next(1, 4))
                .Select(_ => new NewItem(Sku(), _random.Next(1, 5)))
                .DistinctBy(item => item.Sku),
        ];
        string? customer = Customer();
        switch (_random.Next(60))
        {
            case 0:
                items = [];
                break;
            case 1:
                items = [items[0] with { Quantity = _random.Next(21, 400) }];
                break;
            case 2:
                customer = null;
                break;
            case 3:
                items = [items[0] with { Sku = "" }];
                break;
        }

        if (_random.NextDouble() > 0.01 || _lastKey == default)
        {
            byte[] bytes = new byte[16];
            _random.NextBytes(bytes);
            _lastKey = new Guid(bytes);
        }

        string? coupon = _random.NextDouble() < 0.06 ? $"AUTUMN{_random.Next(10, 30)}" : null;
        return new HttpRequestMessage(HttpMethod.Post, "orders")
        {
            Content = JsonContent.Create(new NewOrder(customer, _lastKey, coupon, items)),
        };
    }

    private long Known() => _known.Count == 0 || _random.NextDouble() < 0.02
        ? _random.Next(700_000, 790_000)
        : _known[_random.Next(_known.Count)];

    private string Customer() => $"C-{_random.Next(4001, 4901)}";

    private string Sku()
    {
        if (_random.NextDouble() < 0.004)
        {
            return $"SKU-{_random.Next(90_000, 99_999)}";
        }

        // A few products sell much better than the others.
        int rank = 1 + (int)(199 * Math.Pow(_random.NextDouble(), 1.6));
        return $"SKU-{1000 + (rank * 7):D5}";
    }

    private string Client() => _random.Next(3) switch
    {
        0 => $"203.0.113.{_random.Next(1, 255)}",
        1 => $"198.51.100.{_random.Next(1, 255)}",
        _ => $"192.0.2.{_random.Next(1, 255)}",
    };
}
