namespace LogGuardian.Core;

/// <summary>A stage that can add what another one of the same kind and options knows to what it knows itself.</summary>
internal interface IMergeable
{
    /// <summary>Adds what another one knows. It does not matter which of two takes the other in, nor in which order several are taken in, as far as no bound is reached.</summary>
    /// <param name="other">One of the same kind and options that nobody else uses; it may be taken in by several, and knows the general templates afterwards, too.</param>
    /// <param name="general">Templates that supersede others: what is known of those is known of these.</param>
    void MergeFrom(IStateful other, IReadOnlyList<LogTemplate> general);
}
