namespace LogGuardian.Cli;

/// <summary>A piece of a line of text. It holds no control characters and no line break.</summary>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Plain);
