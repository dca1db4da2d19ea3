namespace LogGuardian.Hosting;

/// <summary>What the built-in handlers say of a detection.</summary>
internal static class HandledDetectionExtensions
{
    extension(Detection detection)
    {
        /// <summary>Whether it tells more of an incident that was reported before.</summary>
        public bool IsUpdate => detection.Incident is { } incident && (incident.Count > 1 || incident.HasEnded);

        /// <summary>The sentences, or what there is without an explainer.</summary>
        public string Explained => detection.Explanation is { Sentences.Count: > 0 } explanation ? explanation.ToString()
            : detection.Evidence is [{ } first, ..] ? first.Kind.ToString()
            : "no evidence";
    }
}
