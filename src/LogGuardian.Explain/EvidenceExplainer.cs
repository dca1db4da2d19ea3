namespace LogGuardian.Explain;

/// <summary>Picks the evidence that carried the score and says it in sentences.</summary>
internal sealed class EvidenceExplainer(EvidenceOptions options) : IExplainer
{
    public ValueTask<Explanation> ExplainAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        Evidence[] chosen = [.. Choose(detection.Evidence)];
        var wording = new Wording(options.MaxQuoteLength);
        string[] sentences = chosen.Length == 0
            ? ["The window as a whole is stranger than the normal ones, although no single line stands out."]
            : [.. chosen.Select(wording.Sentence)];
        return ValueTask.FromResult(new Explanation(chosen, sentences));
    }

    /// <summary>The strongest pieces, at most one per template: a template that is unseen need not also be said to come too often.</summary>
    private IEnumerable<Evidence> Choose(IReadOnlyList<Evidence> evidence) =>
        evidence.DistinctBy(piece => piece.Template.Id).Take(options.Top);
}
