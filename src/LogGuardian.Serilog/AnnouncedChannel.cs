using System.Diagnostics;

namespace LogGuardian.Serilog;

/// <summary>
/// A channel that a sink made from configuration, where nothing but a name can be given to it. It is found by this name in the runtime's list of diagnostic listeners, which forgets those that
/// are disposed.
/// </summary>
internal sealed class AnnouncedChannel(LogChannel channel) : DiagnosticListener(ListenerName)
{
    public const string ListenerName = "LogGuardian.Serilog";

    /// <summary>The channel; set before the base class makes the listener known.</summary>
    public LogChannel Channel { get; } = channel;
}
