namespace LogGuardian.Training;

/// <summary>What the numbers of a tensor in a file are.</summary>
internal enum TensorKind
{
    /// <summary>Floating point of 64 bits.</summary>
    F64,

    /// <summary>Floating point of 32 bits.</summary>
    F32,

    /// <summary>Floating point of 16 bits, with 5 for the exponent.</summary>
    F16,

    /// <summary>The upper half of floating point of 32 bits.</summary>
    BF16,

    /// <summary>Integers of 64 bits.</summary>
    I64,

    /// <summary>Integers of 64 bits, without sign.</summary>
    U64,

    /// <summary>Integers of 32 bits.</summary>
    I32,

    /// <summary>Integers of 32 bits, without sign.</summary>
    U32,

    /// <summary>Integers of 16 bits.</summary>
    I16,

    /// <summary>Integers of 16 bits, without sign.</summary>
    U16,

    /// <summary>Integers of 8 bits.</summary>
    I8,

    /// <summary>Bytes.</summary>
    U8,

    /// <summary>A byte each, 0 or 1.</summary>
    Bool,
}
