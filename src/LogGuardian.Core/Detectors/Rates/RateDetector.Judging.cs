using System.Buffers;

namespace LogGuardian.Core;

/// <content>Compares the buckets of a window with the rates of its source.</content>
internal sealed partial class RateDetector
{
    private const long LeastBuckets = 30;
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    // What hardly deserves attention is no evidence.
    private const double LeastEvidence = 0.5;

    /// <summary>The raw score of a window: one strange rate is enough, several count for more, as in the 4-norm of the pipeline.</summary>
    private double Judge(LogWindow window, List<RateFinding>? found)
    {
        if (!HasRate(window) || Reference(window) is not { } rates)
        {
            return 0;
        }

        (ulong Id, long At)[] keys = ArrayPool<(ulong Id, long At)>.Shared.Rent(2 * window.Count);
        int used = 0;
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            if (log.UtcTicks > 0)
            {
                keys[used++] = (SourceRates.Whole, BucketOf(log.UtcTicks));
                keys[used++] = (rates.IdOf(log.Template), BucketOf(log.UtcTicks));
            }
        }

        Span<(ulong Id, long At)> sorted = keys.AsSpan(0, used);
        sorted.Sort();
        long first = BucketOf(window.Start!.Value.UtcTicks) + 1;
        long last = BucketOf(window.End!.Value.UtcTicks) - 1;

        // Times are often given in whole seconds.
        TimeSpan span = window.End.Value - window.Start.Value;
        double buckets = (span < OneSecond ? OneSecond : span) / options.Bucket;
        double sum = Bursts(rates, sorted, buckets, found) + (last >= first ? Drops(rates, sorted, first, last, found) : 0);
        ArrayPool<(ulong Id, long At)>.Shared.Return(keys);
        return RawScore.Tempered(Math.Sqrt(Math.Sqrt(sum)));
    }

    private SourceRates? Reference(LogWindow window)
    {
        if (_sources.TryGet(window.Source, out (string, SourceRates Rates) own) && own.Rates.Buckets >= LeastBuckets)
        {
            return own.Rates;
        }

        SourceRates? best = null;
        int most = window.Count / 2;
        foreach ((_, SourceRates rates) in _sources.Values)
        {
            int known = 0;
            foreach (ref readonly ParsedLog log in window.Lines.Span)
            {
                known += rates.Series.ContainsKey(rates.IdOf(log.Template)) ? 1 : 0;
            }

            if (known > most && rates.Buckets >= LeastBuckets)
            {
                (best, most) = (rates, known);
            }
        }

        return best;
    }

    /// <summary>Bursts in a bucket, or over the whole of a window that takes so many.</summary>
    private static double Bursts(SourceRates rates, ReadOnlySpan<(ulong Id, long At)> sorted, double buckets, List<RateFinding>? found)
    {
        double sum = 0;
        int end;
        for (int start = 0; start < sorted.Length; start = end)
        {
            ulong id = sorted[start].Id;
            RateSeries? series = rates.Series.GetValueOrDefault(id);
            double usual = series?.Usual(rates.Buckets) ?? 0;
            RateFinding worst = default;
            for (end = start; end < sorted.Length && sorted[end].Id == id;)
            {
                int from = end;
                long at = sorted[from].At;
                while (end < sorted.Length && sorted[end] == (id, at))
                {
                    end++;
                }

                double season = rates.Season(at);
                double score = series?.Burst((end - from) / season, rates.Buckets) ?? 0;
                worst = score > worst.Score ? new RateFinding(id, series!.Template, at, end - from, usual * season, score) : worst;
            }

            // The first line starts the clock.
            int count = end - start - 1;
            double level = usual * rates.Season(sorted[start].At);
            double rise = level > 0 ? series!.Rise(count, level * buckets, rates.Buckets) : 0;
            worst = rise > worst.Score ? new RateFinding(id, series!.Template, -1, count / buckets, level, rise) : worst;

            sum += Fourth(worst, found);
        }

        return sum;
    }

    /// <summary>Drops in the buckets that lie within the window, of templates that do not come at all as well.</summary>
    private static double Drops(SourceRates rates, ReadOnlySpan<(ulong Id, long At)> sorted, long first, long last, List<RateFinding>? found)
    {
        // The season is that of the middle: windows are far shorter than a week.
        double season = rates.Season((first + last) / 2);
        double buckets = last - first + 1;
        double sum = 0;
        foreach ((ulong id, RateSeries series) in rates.Series)
        {
            double usual = series.Usual(rates.Buckets) * season;
            if (usual * buckets < 1)
            {
                continue;
            }

            int count = CountBefore(sorted, (id, last + 1)) - CountBefore(sorted, (id, first));
            double score = series.Drop(count, usual * buckets, rates.Buckets);
            sum += Fourth(new RateFinding(id, series.Template, -1, count / buckets, usual, score), found);
        }

        return sum;
    }

    private static int CountBefore(ReadOnlySpan<(ulong Id, long At)> sorted, (ulong Id, long At) key)
    {
        int low = 0;
        for (int high = sorted.Length; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle].CompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Fourth(in RateFinding finding, List<RateFinding>? found)
    {
        if (finding.Score >= LeastEvidence)
        {
            found?.Add(finding);
        }

        return finding.Score * finding.Score * finding.Score * finding.Score;
    }
}
