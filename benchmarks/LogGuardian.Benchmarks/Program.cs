using BenchmarkDotNet.Running;
using LogGuardian.Benchmarks;

// dotnet run -c Release --project benchmarks/LogGuardian.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(GeneratedLog).Assembly).Run(args);
