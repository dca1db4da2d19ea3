using BenchmarkDotNet.Running;
using LogGuardian.Benchmarks;

// dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- --filter '*'
// dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- latency|soak|restore|cycles|host …
switch (args)
{
    case ["latency", .. string[] options]:
        await LatencyRun.RunAsync(RunOptions.Parse(options));
        break;
    case ["soak", .. string[] options]:
        await SoakRun.RunAsync(RunOptions.Parse(options));
        break;
    case ["restore", .. string[] options]:
        await RestoreRun.RunAsync(RunOptions.Parse(options));
        break;
    case ["cycles", .. string[] options]:
        await CyclesRun.RunAsync(RunOptions.Parse(options));
        break;
    case ["host", .. string[] options]:
        await HostRun.RunAsync(RunOptions.Parse(options));
        break;
    case [OrderServer.Command, .. string[] options]:
        await OrderServer.RunAsync(RunOptions.Parse(options));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GeneratedLog).Assembly).Run(args);
        break;
}
