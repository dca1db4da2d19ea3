namespace LogGuardian.Tests.Core.Sources;

public sealed class LogLinesFromTextTests
{
    private static readonly string[] Texts = ["a", "", " \t", "größe\r\n", "trace\n  at x\n  at y\n", "b"];
    private static readonly string[] Expected =
        ["1:a x1", "2: [Blank] x1", "3: \t [Blank] x1", "4:größe x1", "5:trace\n  at x\n  at y x3", "8:b x1"];

    [Fact]
    public async Task FromText_Strings_AreLines() => Assert.Equal(Expected, await ShowAsync(LogLines.FromText(Texts, "memory")));

    [Fact]
    public async Task FromText_AsyncStrings_AreLines() => Assert.Equal(Expected, await ShowAsync(LogLines.FromText(Texts.ToAsyncEnumerable(), "memory")));

    [Fact]
    public async Task FromText_Name_IsSource()
    {
        Assert.Equal("n", (await SourceAssert.ReadAsync(LogLines.FromText(["a"], "n")))[0].Source);
        Assert.Equal("n", (await SourceAssert.ReadAsync(LogLines.FromText(Texts.ToAsyncEnumerable(), "n")))[0].Source);
    }

    [Fact]
    public async Task FromText_Cancelled_ThrowsOperationCanceled()
    {
        foreach (ILogSource source in new[] { LogLines.FromText(Texts, "memory"), LogLines.FromText(Texts.ToAsyncEnumerable(), "memory") })
        {
            using CancellationTokenSource stop = new();
            int read = 0;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (LogLine line in source.ReadAsync(stop.Token))
                {
                    read++;
                    await stop.CancelAsync();
                }
            });
            Assert.Equal(1, read);
        }
    }

    private static async Task<string[]> ShowAsync(ILogSource source) =>
        [.. (await SourceAssert.ReadAsync(source)).Select(l => $"{SourceAssert.Show(l)} x{l.LineCount}")];
}
