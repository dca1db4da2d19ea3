namespace LogGuardian.Inference;

/// <summary>What a message shows where its values stand.</summary>
public enum MessageMasks
{
    /// <summary>The content as it is.</summary>
    None,

    /// <summary>The text of the template; of a line that matched none, as <see cref="Typed"/>.</summary>
    Template,

    /// <summary>The content with a mask such as <c>&lt;NUM&gt;</c> for each value that has one; plain wildcards as they stand in the line.</summary>
    Typed,

    /// <summary>The content with <c>&lt;*&gt;</c> for whatever looks like a number, path, address, date or truth value, as LogLLM does it.</summary>
    LogLlm,
}
