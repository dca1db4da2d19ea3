using FileWorker;
using LogGuardian;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Follows log files of other programs, as "tail -F" does, and prints what is strange in them:
//   dotnet run -- /var/log/syslog /var/log/nginx/error.log
HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Configuration.AddInMemoryCollection(args.Select((file, i) => KeyValuePair.Create($"LogGuardian:Files:{i}", (string?)file)));
builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("LogGuardian:Window:By", (string?)"Count")]);
builder.Services.AddLogGuardian();
builder.Services.AddSingleton<IDetectionHandler, Printer>();
builder.Build().Run();

namespace FileWorker
{
    /// <summary>Prints an anomaly with the line that shows it best.</summary>
    internal sealed class Printer : IDetectionHandler
    {
        public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
        {
            Console.WriteLine($"{detection.Window.Source}:{detection.Window.FirstLine} {detection.Score:0.00} {detection.Explanation}");
            if (detection.Evidence is [{ Lines: [var line, ..] }, ..])
            {
                Console.WriteLine($"    {line.Line}");
            }

            return ValueTask.CompletedTask;
        }
    }
}
