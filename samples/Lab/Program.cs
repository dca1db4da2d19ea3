using System.CommandLine;
using System.Runtime.InteropServices;
using Lab;
using Lab.Load;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var root = new RootCommand("Runs real software, breaks it on purpose, and records its logs with the ground truth.");
LabCommands.AddTo(root);
LoadCommands.AddTo(root);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);

void End(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
