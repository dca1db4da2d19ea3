namespace LogGuardian.Inference;

/// <summary>What a piece of SentencePiece is, by the numbers of its file format.</summary>
internal enum SentencePieceType
{
    /// <summary>A part of texts.</summary>
    Normal = 1,

    /// <summary>Stands for what the vocabulary lacks.</summary>
    Unknown = 2,

    /// <summary>Never comes of a text.</summary>
    Control = 3,

    /// <summary>Is found before anything else.</summary>
    UserDefined = 4,

    /// <summary>Is not used.</summary>
    Unused = 5,

    /// <summary>Stands for a byte.</summary>
    Byte = 6,
}
