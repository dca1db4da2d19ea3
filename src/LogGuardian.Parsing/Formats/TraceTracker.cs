namespace LogGuardian.Parsing;

/// <summary>
/// Follows the traces of logs without headers, whose last lines look like any other: <c>ValueError: no stock</c> behind the frames of
/// Python, <c>main.run(...)</c> in the dump of a Go routine. What it remembers is one small value and safe to race on.
/// </summary>
internal sealed class TraceTracker
{
    private State _state;

    private enum State
    {
        None,
        Python,
        PythonChain,
        Go,
    }

    /// <summary>Whether a line continues a trace. Called for each line of a source in order.</summary>
    public bool Continues(ReadOnlySpan<byte> line)
    {
        // The first bytes of everything below: most lines begin with none of them.
        if (_state == State.None && (line.IsEmpty || line[0] is not ((byte)' ' or (byte)'\t' or (byte)'p' or (byte)'f' or (byte)'g'
            or (byte)'T' or (byte)'D' or (byte)'C' or (byte)'S' or (byte)'-' or (byte)'#')))
        {
            return false;
        }

        if (StackTrace.BeginsGoCrash(line))
        {
            bool nested = _state == State.Go;
            _state = State.Go;
            return nested;
        }

        if (line.StartsWith("Traceback (most recent call last):"u8))
        {
            bool chained = _state == State.PythonChain;
            _state = State.Python;
            return chained;
        }

        if (line.StartsWith("During handling of the above exception"u8) || line.StartsWith("The above exception was the direct cause"u8))
        {
            _state = State.PythonChain;
            return true;
        }

        bool indented = !line.IsEmpty && line[0] is (byte)' ' or (byte)'\t';
        switch (_state)
        {
            case State.Python when indented:
            case State.Go when indented || StackTrace.IsGoLine(line):
                return true;
            case State.Python:
                // The line that names the exception ends the trace.
                _state = State.None;
                return true;
            default:
                _state = State.None;
                return StackTrace.IsFrame(line);
        }
    }
}
