namespace LogGuardian;

/// <summary>A stream that was opened to be read for its lines.</summary>
/// <param name="Name">What the lines name as their source.</param>
/// <param name="Stream">The bytes.</param>
/// <param name="LeaveOpen">Whether someone else disposes the stream.</param>
internal readonly record struct OpenLog(string Name, Stream Stream, bool LeaveOpen);
