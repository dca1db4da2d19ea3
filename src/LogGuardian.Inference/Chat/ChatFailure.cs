namespace LogGuardian.Inference;

/// <summary>Why a chat model gave no answer.</summary>
internal enum ChatFailure
{
    /// <summary>The client threw.</summary>
    Client,

    /// <summary>It took longer than it may.</summary>
    Timeout,

    /// <summary>It answered, twice, with what cannot be used.</summary>
    Answer,

    /// <summary>It failed too often in a row and is left alone.</summary>
    Circuit,

    /// <summary>What may be spent is spent.</summary>
    Budget,
}
