using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>What is computed of predictions, and how.</summary>
public sealed record MetricsOptions
{
    /// <summary>Whether scores are probabilities, so that calibration is measured; default no. They must then be 0 to 1.</summary>
    public bool ScoresAreProbabilities { get; set; }

    /// <summary>
    /// Whether units follow each other in time, as windows of one stream do, so that neighbouring anomalies are one incident and detection delay means
    /// something; default no, which is right for sessions.
    /// </summary>
    public bool UnitsAreConsecutive { get; set; }

    /// <summary>
    /// The numbers of highest scores of which precision and recall are told; each 1 to the number of units. Null, the default, takes 10, 100, 1,000 and the number
    /// of true anomalies, as far as there are as many units.
    /// </summary>
    public IReadOnlyList<int>? TopCounts { get; set; }

    /// <summary>
    /// Resamples behind the confidence intervals; default 1,000, range 100 to 100,000, or 0 for no intervals. They cost more than all other metrics together: a random number
    /// for each unit of each resample, on all processors.
    /// </summary>
    public int Resamples { get; set; } = 1_000;

    /// <summary>Probability with which an interval is to hold the true value; default 0.95, range 0.5 to 0.999.</summary>
    public double Confidence { get; set; } = 0.95;

    /// <summary>Seed of the resamples; default 42.</summary>
    public int Seed { get; set; } = 42;

    internal MetricsOptions Validated()
    {
        if (Resamples != 0 && Resamples is < 100 or > 100_000)
        {
            throw new ArgumentOutOfRangeException(nameof(Resamples), Resamples, $"{nameof(Resamples)} is {Resamples}; it must be 100 to 100000, or 0 for no intervals. The default is 1000.");
        }

        if (!(Confidence is >= 0.5 and <= 0.999))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Confidence), Confidence, string.Create(CultureInfo.InvariantCulture, $"{nameof(Confidence)} is {Confidence}; it must be 0.5 to 0.999. The default is 0.95."));
        }

        return this with { };
    }
}
