namespace LogGuardian.Evaluation;

/// <summary>What a method had seen before it was judged. A sequence is the templates of a unit in their order.</summary>
public sealed record LeakageReport
{
    /// <summary>Units that were trained on.</summary>
    public required long TrainingUnits { get; init; }

    /// <summary>Different sequences among them.</summary>
    public required long TrainingSequences { get; init; }

    /// <summary>Truly anomalous test units whose sequence occurs verbatim in training.</summary>
    public required long SeenAnomalies { get; init; }

    /// <summary>Outcomes of all test units.</summary>
    public required ConfusionMatrix All { get; init; }

    /// <summary>
    /// Outcomes of the test units whose sequence does not occur in training. The share of anomalies may differ from that of all, and F1 depends on it: see precision and
    /// recall as well.
    /// </summary>
    public required ConfusionMatrix Unseen { get; init; }

    /// <summary>Outcomes of the different sequences of the test set; each counts once, as it came first.</summary>
    public required ConfusionMatrix Distinct { get; init; }

    /// <summary>Different templates in the test set.</summary>
    public required long TestTemplates { get; init; }

    /// <summary>Those of them that do not occur in training.</summary>
    public required long UnseenTemplates { get; init; }

    /// <summary>Lines in the test set.</summary>
    public required long TestLines { get; init; }

    /// <summary>Those of them whose template does not occur in training.</summary>
    public required long UnseenLines { get; init; }

    /// <summary>Test units with such a line.</summary>
    public required long UnitsWithUnseen { get; init; }

    /// <summary>Sequences that are labelled both ways, in training and test together: no method that looks at sequences alone gets all of their units right.</summary>
    public required long ConflictingSequences { get; init; }

    /// <summary>Whether every sequence was remembered. If not, what is said to be unseen and distinct is partly wrong.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Share of the test units whose sequence occurs verbatim in training, 0 to 1.</summary>
    public double SeenShare => ConfusionMatrix.Share(All.Total - Unseen.Total, All.Total);

    /// <summary>The same among the truly anomalous test units; null when there are none.</summary>
    public double? SeenAnomalyShare => All.Positives == 0 ? null : ConfusionMatrix.Share(SeenAnomalies, All.Positives);

    /// <summary>F1 on the unseen test units; null when no anomaly is among them.</summary>
    public double? UnseenF1 => Unseen.Positives == 0 ? null : Unseen.F1;

    /// <summary>F1 on the different sequences; null when none of them is anomalous.</summary>
    public double? DistinctF1 => Distinct.Positives == 0 ? null : Distinct.F1;

    /// <summary>Share of the templates in the test set that do not occur in training, 0 to 1.</summary>
    public double UnseenTemplateShare => ConfusionMatrix.Share(UnseenTemplates, TestTemplates);

    /// <summary>Share of the lines in the test set whose template does not occur in training, 0 to 1.</summary>
    public double UnseenLineShare => ConfusionMatrix.Share(UnseenLines, TestLines);

    /// <summary>What follows from it, in words.</summary>
    public string Verdict => LeakageVerdict.Of(this);
}
