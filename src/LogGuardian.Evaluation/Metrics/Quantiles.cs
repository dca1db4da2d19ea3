namespace LogGuardian.Evaluation;

internal static class Quantiles
{
    /// <summary>The quantile between the two nearest values by linear interpolation (type 7 of Hyndman and Fan 1996, as numpy computes it).</summary>
    /// <param name="values">At least one; in any order.</param>
    /// <param name="share">0 to 1.</param>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
