namespace LogGuardian.Inference;

/// <summary>How the vectors of tokens become the vector of a message.</summary>
public enum EncoderPooling
{
    /// <summary>That of the first token.</summary>
    Cls,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The greatest of them, number by number.</summary>
    Max,

    /// <summary>The model gives one vector for each message.</summary>
    None,
}
