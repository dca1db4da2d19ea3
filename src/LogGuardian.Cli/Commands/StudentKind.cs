namespace LogGuardian.Cli;

/// <summary>Who learns from a trained model.</summary>
internal enum StudentKind
{
    None,

    /// <summary>A smaller LogLLM.</summary>
    Decoder,

    /// <summary>A model that joins the evidence of messages.</summary>
    Pooled,
}
