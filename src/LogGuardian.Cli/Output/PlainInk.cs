namespace LogGuardian.Cli;

/// <summary>Text without any escape sequence.</summary>
internal sealed class PlainInk(TextWriter writer) : Ink
{
    public override void WriteLine(params ReadOnlySpan<Piece> pieces)
    {
        foreach (Piece piece in pieces)
        {
            writer.Write(piece.Text);
        }

        writer.Write('\n');
    }

    public override void Flush() => writer.Flush();
}
