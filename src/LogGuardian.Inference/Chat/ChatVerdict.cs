namespace LogGuardian.Inference;

/// <summary>The model's answer as it writes it.</summary>
internal sealed record ChatVerdict(bool Anomalous, double Probability, string Reason, IReadOnlyList<string> Lines);
