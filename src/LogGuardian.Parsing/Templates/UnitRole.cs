namespace LogGuardian.Parsing;

/// <summary>What a unit of a line may become when otherwise equal lines differ in it.</summary>
internal enum UnitRole : byte
{
    /// <summary>A word of the message.</summary>
    Word,

    /// <summary>A word that looks like a name (of a host, a file, a class) or is empty: it joins values at once.</summary>
    Name,

    /// <summary>A word that says how something went, or has no letter: never a parameter.</summary>
    Fixed,

    /// <summary>A masked value, or a wildcard.</summary>
    Value,
}
