namespace LogGuardian.Training;

/// <summary>What a bundle must compute before it takes the place of another one.</summary>
internal sealed record ExportCheck
{
    /// <summary>Messages as the encoder reads them, with their masks and without the prefix; at least one.</summary>
    public required IReadOnlyList<string> Messages { get; init; }

    /// <summary>The vectors of the messages, of any length: directions are compared.</summary>
    public required IReadOnlyList<float[]> Vectors { get; init; }

    /// <summary>Windows of messages; at least one where there is a decoder.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Windows { get; init; } = [];

    /// <summary>Of each window, the logit of anomalous − the logit of normal, before the calibration.</summary>
    public IReadOnlyList<double> LogOdds { get; init; } = [];

    /// <summary>How far a number of a vector of length 1 may be off.</summary>
    public double MaxVectorDifference { get; init; } = 1e-4;

    /// <summary>How far the log-odds of a window may be off.</summary>
    public double MaxLogOddsDifference { get; init; } = 1e-3;

    /// <summary>In place of <see cref="MaxVectorDifference"/> of a quantized bundle: the least cosine of a vector and what it must be.</summary>
    public double LeastCosine { get; init; } = 0.99;

    /// <summary>In place of <see cref="MaxLogOddsDifference"/> of a quantized bundle.</summary>
    public double MaxQuantizedLogOddsDifference { get; init; } = 1;

    /// <exception cref="ArgumentException">A value is not what it must be; the message names it.</exception>
    public void Validated(EncoderShape encoder, int? maxMessages)
    {
        Rule.Require(Messages.Count >= 1, "The number of messages", Messages.Count, "at least 1: an export that nobody checks is none");
        Rule.Require(Vectors.Count == Messages.Count, "The number of vectors", Vectors.Count, $"{Messages.Count}, one for each message");
        foreach (float[] vector in Vectors)
        {
            Rule.Require(vector.Length == encoder.Hidden, "The size of a vector", vector.Length, $"{encoder.Hidden}, as of the encoder");
        }

        Rule.Require(Windows.Count >= 1 == maxMessages is not null, "The number of windows", Windows.Count, maxMessages is null ? "0, for there is no decoder" : "at least 1: an export that nobody checks is none");
        Rule.Require(LogOdds.Count == Windows.Count, "The number of log-odds", LogOdds.Count, $"{Windows.Count}, one for each window");
        foreach (IReadOnlyList<string> window in Windows)
        {
            Rule.Require(window.Count >= 1 && window.Count <= maxMessages, "The number of messages of a window", window.Count, $"between 1 and {maxMessages}");
        }
    }
}
