using Spectre.Console;
using Spectre.Console.Rendering;

namespace LogGuardian.Cli;

/// <summary>
/// Text with quiet colours, above the progress bar when there is one. Lines are kept until <see cref="Flush"/>: the bar is drawn anew with
/// everything that is written, which should be ten times a second and not for every line.
/// </summary>
internal sealed class TerminalInk : Ink
{
    private const int MaxPending = 100;
    private readonly Lock _gate = new();
    private Paragraph _pending = new();
    private int _pendingLines;

    public TerminalInk(TextWriter writer, TerminalTraits terminal)
    {
        Console = Create(writer, terminal);
        Width = terminal.Width;
    }

    public IAnsiConsole Console { get; }

    public override int? Width { get; }

    public static IAnsiConsole Create(TextWriter writer, TerminalTraits terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.HasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = terminal.Width;
        return console;
    }

    public override void WriteLine(params ReadOnlySpan<Piece> pieces)
    {
        lock (_gate)
        {
            foreach (Piece piece in pieces)
            {
                _pending.Append(piece.Text, StyleOf(piece.Tone));
            }

            _pending.Append("\n");
            if (++_pendingLines >= MaxPending)
            {
                Flush();
            }
        }
    }

    public override void Flush()
    {
        lock (_gate)
        {
            if (_pendingLines > 0)
            {
                Console.Write(new Block(_pending));
                _pending = new Paragraph();
                _pendingLines = 0;
            }
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Quiet => new Style(Color.Grey),
        Tone.Alarm => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        _ => Style.Plain,
    };

    /// <summary>Text that first clears what is below it: the bar, which would shine through behind short lines.</summary>
    private sealed class Block(Paragraph text) : IRenderable
    {
        private const string EraseBelow = "\u001b[J";

        public Measurement Measure(RenderOptions options, int maxWidth) => ((IRenderable)text).Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            ((IRenderable)text).Render(options, maxWidth).Prepend(Segment.Control(EraseBelow));
    }
}
