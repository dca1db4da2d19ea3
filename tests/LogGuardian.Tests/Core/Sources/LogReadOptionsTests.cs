namespace LogGuardian.Tests.Core.Sources;

public sealed class LogReadOptionsTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(1023)]
    [InlineData(67108865)]
    public void MaxLineBytes_OutOfRange_ThrowsAtTheCall(int value)
    {
        LogReadOptions options = new() { MaxLineBytes = value };
        string expected = $"MaxLineBytes is {value}; it must be 1024 to 67108864. Set LogReadOptions.MaxLineBytes within this range. (Parameter 'options')";
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => LogLines.FromFile("x", options)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => LogLines.FromDirectory("x", options)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => LogLines.FollowFile("x", options)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => LogLines.FromStream(Stream.Null, "x", options)).Message);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(67108864)]
    public void MaxLineBytes_AtTheEdge_IsTaken(int value) =>
        Assert.Equal(value, LogReadOptions.Take(new LogReadOptions { MaxLineBytes = value }).MaxLineBytes);

    [Theory]
    [InlineData(0)]
    [InlineData(3_600_001)]
    public void PollInterval_OutOfRange_ThrowsAtTheCall(int milliseconds)
    {
        TimeSpan value = TimeSpan.FromMilliseconds(milliseconds);
        ArgumentException e = Assert.Throws<ArgumentException>(() => LogLines.FollowFile("x", new LogReadOptions { PollInterval = value }));
        Assert.Equal(
            $"PollInterval is {value:c}; it must be 00:00:00.0010000 to 01:00:00. Set LogReadOptions.PollInterval within this range. (Parameter 'options')",
            e.Message);
    }

    [Fact]
    public void TimeProvider_Null_ThrowsAtTheCall()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => LogLines.FromFile("x", new LogReadOptions { TimeProvider = null! }));
        Assert.Equal(
            "TimeProvider is null; it must be a clock. Leave LogReadOptions.TimeProvider at its default, TimeProvider.System. (Parameter 'options')",
            e.Message);
    }

    [Fact]
    public void Defaults_AreAsDocumented()
    {
        LogReadOptions options = LogReadOptions.Take(null);
        Assert.Equal(
            (1024 * 1024, TimeSpan.FromMilliseconds(250), TimeProvider.System),
            (options.MaxLineBytes, options.PollInterval, options.TimeProvider));
    }

    [Fact]
    public async Task Options_ChangedLater_HaveNoEffect()
    {
        LogReadOptions options = new() { MaxLineBytes = 1024 };
        ILogSource source = LogLines.FromStream(new MemoryStream(new byte[2000].Select(_ => (byte)'x').ToArray()), "s", options);
        options.MaxLineBytes = 4096;
        Assert.Equal(SkipReason.TooLong, Assert.Single(await SourceAssert.ReadAsync(source)).Skipped);
    }
}
