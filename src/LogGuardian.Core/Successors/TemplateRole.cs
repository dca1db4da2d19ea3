namespace LogGuardian.Core;

/// <summary>What a template is to the detectors.</summary>
internal enum TemplateRole
{
    /// <summary>One that normal logs have, or one that was found to be of its own kind.</summary>
    Known,

    /// <summary>New; it may turn out to be a known one in other words.</summary>
    New,

    /// <summary>A known one in other words.</summary>
    Successor,
}
