using System.Runtime.InteropServices;
using LogGuardian.Cli;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using CliConsole console = CliConsole.OfProcess();
return await CliApp.RunAsync(args, console, stop.Token).ConfigureAwait(false);

// The first signal ends the run in order, with a summary; the second one is left to the system, which ends it at once.
void End(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
