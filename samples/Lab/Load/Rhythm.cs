using System.Diagnostics;
using System.Globalization;
using Lab.Faults;

namespace Lab.Load;

/// <summary>
/// Arrivals of independent users: a Poisson process whose rate rises and falls by half within a day (<c>DAY</c> seconds), times the factor of the moment. An
/// arrival does not wait for those before it, as long as not too many are under way.
/// </summary>
internal sealed class Rhythm
{
    private const double Swing = 0.5;
    private readonly double _rate;
    private readonly int _maxUnderWay;
    private readonly double _day = double.Parse(Environment.GetEnvironmentVariable("DAY") ?? "60", CultureInfo.InvariantCulture);
    private readonly Random _random;
    private readonly long _begin = Stopwatch.GetTimestamp();

    /// <param name="rate">Arrivals per second, on average.</param>
    /// <param name="maxUnderWay">How many may be under way; who comes then goes away.</param>
    public Rhythm(double rate, int maxUnderWay)
    {
        _rate = rate;
        _maxUnderWay = maxUnderWay;
        _random = new Random(int.Parse(Environment.GetEnvironmentVariable("SEED") ?? "1", CultureInfo.InvariantCulture));
    }

    /// <summary>Lets users arrive until it is stopped. What goes wrong for one of them is not the load's business: the servers log it.</summary>
    public async Task RunAsync(Func<Random, CancellationToken, Task> visit, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(_maxUnderWay);
        double due = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            double now = Stopwatch.GetElapsedTime(_begin).TotalSeconds;
            double rate = _rate * Factor() * (1 + (Swing * Math.Sin(2 * Math.PI * now / _day)));
            due = Math.Max(due, now - 1) - (Math.Log(1 - _random.NextDouble()) / rate);
            if (due - now > 0.001)
            {
                await Task.Delay(TimeSpan.FromSeconds(due - now), cancellationToken);
            }

            if (await places.WaitAsync(0, cancellationToken))
            {
                _ = VisitAsync(visit, new Random(_random.Next()), places, cancellationToken);
            }
        }
    }

    private static async Task VisitAsync(Func<Random, CancellationToken, Task> visit, Random random, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        try
        {
            await visit(random, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{e.GetType().Name}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            // The load ends.
        }
        finally
        {
            places.Release();
        }
    }

    private static double Factor()
    {
        try
        {
            return double.Parse(File.ReadAllText(FaultActions.Rhythm), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return 1;
        }
    }
}
