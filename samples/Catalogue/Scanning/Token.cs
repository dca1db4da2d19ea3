namespace Catalogue.Scanning;

/// <summary>A token of a source.</summary>
internal readonly record struct Token(TokenKind Kind, string Value)
{
    public bool IsText => Kind == TokenKind.Text;

    public bool IsWord => Kind == TokenKind.Word;

    public bool Is(string mark) => Kind == TokenKind.Mark && Value == mark;
}
