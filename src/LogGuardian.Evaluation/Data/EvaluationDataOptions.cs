using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>What of a data set is read, and how its columns are called. Copied and checked where it enters.</summary>
public sealed record EvaluationDataOptions
{
    /// <summary>Physical lines of the log, or rows of the table, passed over at the beginning; default 0. Not for data sets of several logs (hadoop, recording). For Thunderbird as LogLLM takes it: 160,000,000.</summary>
    public long SkipLines { get; set; }

    /// <summary>Physical lines read after them, at least 1; null, the default, reads to the end. For Thunderbird as LogLLM takes it: 10,000,000.</summary>
    public long? TakeLines { get; set; }

    /// <summary>The file that labels sessions (<c>BlockId,Label</c>); null, the default, looks for the published name beside the log.</summary>
    public string? LabelFile { get; set; }

    /// <summary>Column (csv) or property (JSON lines) of the message; default <c>Content</c>. Names are compared without case.</summary>
    public string MessageColumn { get; set; } = "Content";

    /// <summary>Column or property of the label; default <c>Label</c>.</summary>
    public string LabelColumn { get; set; } = "Label";

    /// <summary>Column or property of the event time (ISO 8601, or Unix seconds or milliseconds); null, the default, reads none.</summary>
    public string? TimeColumn { get; set; }

    /// <summary>Column or property that groups lines into sessions; null, the default, when the protocol cuts windows.</summary>
    public string? SessionColumn { get; set; }

    /// <summary>Column or property that says which system wrote a line, for <see cref="SplitKind.LeaveOneOut"/>; null, the default, when there is one.</summary>
    public string? SystemColumn { get; set; }

    /// <summary>Labels that mean normal, without case; any other is an anomaly. Default <c>-</c>, <c>0</c>, <c>false</c>, <c>normal</c>.</summary>
    public IReadOnlyList<string> NormalLabels { get; set; } = DefaultNormal;

    private static readonly string[] DefaultNormal = ["-", "0", "false", "normal"];

    internal EvaluationDataOptions Validated()
    {
        if (SkipLines < 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"SkipLines is {SkipLines}; it must be at least 0. Pass the number of lines to pass over."));
        }

        if (TakeLines < 1)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"TakeLines is {TakeLines}; it must be at least 1, or null for all."));
        }

        foreach ((string name, string? value) in new[] { (nameof(MessageColumn), MessageColumn), (nameof(LabelColumn), LabelColumn) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException($"{name} is '{value}'; it must be the name of a column. Look at the first line of the file.");
            }
        }

        if (NormalLabels is not { Count: > 0 })
        {
            throw new ArgumentException("NormalLabels is empty; it must hold at least one label. The default is '-', '0', 'false', 'normal'.");
        }

        return this with { };
    }
}
