namespace Catalogue.Scanning;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A name, keyword or number.</summary>
    Word,

    /// <summary>A string literal, without its quotes and escapes.</summary>
    Text,

    /// <summary>Anything else.</summary>
    Mark,
}
