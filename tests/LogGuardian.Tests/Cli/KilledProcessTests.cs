using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli;

/// <summary>A process that is killed while it keeps its state leaves one that the next start uses.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private const int Kills = 8;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_KilledAtAnyMoment_LeavesAStateThatTheNextStartUses()
    {
        _folder.Write("normal.log", GeneratedLog.Write(6_000, seed: 2));
        _folder.Write("app.log", GeneratedLog.Write(2_000, faultAt: 1_501));
        Assert.Equal(0, (await CliProcess.RunAsync(_folder.Path, "learn", "normal.log", "--state", "app.state")).Code);
        for (int i = 0; i < Kills; i++)
        {
            await using (CliProcess scan = CliProcess.Start(_folder.Path, "scan", "app.log", "--state", "app.state", "--update-state"))
            {
                await SomeMomentAsync(i);
                scan.Kill();
                await scan.WaitAsync();
            }

            StateSnapshot snapshot = await new StateFile(Path.Combine(_folder.Path, "app.state")).ReadAsync();
            Assert.Equal("100", snapshot.Settings["window"]);
        }

        CliResult last = await CliProcess.RunAsync(_folder.Path, "scan", "app.log", "--state", "app.state", "--update-state");
        Assert.Equal(1, last.Code);
        Assert.Null((await new StateFile(Path.Combine(_folder.Path, "app.state")).ReadAsync()).Problem);
    }

    /// <summary>For one half of the kills any moment will do; the others come while the state is written or has just been.</summary>
    private async Task SomeMomentAsync(int kill)
    {
        if (kill % 2 == 0)
        {
            await Task.Delay(150 * kill);
            return;
        }

        string fresh = Path.Combine(_folder.Path, "app.state.tmp");
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(_folder.Path, "app.state"));
        var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!File.Exists(fresh) && File.GetLastWriteTimeUtc(Path.Combine(_folder.Path, "app.state")) == before && !giveUp.IsCancellationRequested)
        {
            await Task.Yield();
        }

        giveUp.Dispose();
    }
}
