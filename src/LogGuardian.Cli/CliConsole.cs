using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LogGuardian.Cli;

/// <summary>The three streams of a run and what is known of the terminal behind them. Tests pass streams of their own.</summary>
internal sealed class CliConsole : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public CliConsole(Stream input, Stream output, Stream error, TerminalTraits? terminal = null)
    {
        Input = input;
        OutputStream = new GuardedOutput(output);
        Output = new StreamWriter(OutputStream, Utf8, 16 * 1024);
        Error = new StreamWriter(error, Utf8, 256) { AutoFlush = true };
        Terminal = terminal ?? TerminalTraits.None;
        Ink = Terminal.IsOutput ? new TerminalInk(Output, Terminal) : new PlainInk(Output);
    }

    public Stream Input { get; }

    /// <summary>Standard output as bytes. Flush <see cref="Output"/> before writing here.</summary>
    public Stream OutputStream { get; }

    /// <summary>Standard output as text.</summary>
    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public TerminalTraits Terminal { get; }

    /// <summary>Standard output for people.</summary>
    public Ink Ink { get; }

    public static CliConsole OfProcess()
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
        {
            Console.OutputEncoding = Utf8;
        }

        return new CliConsole(Console.OpenStandardInput(), OpenOutput(), Console.OpenStandardError(), TerminalTraits.OfProcess());
    }

    /// <exception cref="OutputClosedException">Nobody reads any more.</exception>
    public void Flush()
    {
        Ink.Flush();
        Output.Flush();
    }

    public void Warn(string message) => Error.WriteLine("warning: " + SafeText.OneLine(message));

    public void Dispose()
    {
        Error.Dispose();
        OutputStream.Dispose();
    }

    /// <summary>
    /// The console's own stream says nothing when the reader of a pipe has gone, so that a large file would be read to its end for
    /// nobody. A stream on the handle says so. Regular files keep the console's stream: it appends where others write, too.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            try
            {
                var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
                if (!pipe.CanSeek)
                {
                    return pipe;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Closed, or not a stream we may inspect: the console's own stream copes with everything.
            }
        }

        return Console.OpenStandardOutput();
    }
}
