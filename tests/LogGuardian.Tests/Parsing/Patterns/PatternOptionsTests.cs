namespace LogGuardian.Tests.Parsing.Patterns;

public sealed class PatternOptionsTests
{
    [Theory]
    [InlineData(nameof(PatternOptions.MaxPatterns), 15, "16 to 1000000", 4096)]
    [InlineData(nameof(PatternOptions.MaxPatterns), 1_000_001, "16 to 1000000", 4096)]
    [InlineData(nameof(PatternOptions.MaxParameters), -1, "0 to 256", 16)]
    [InlineData(nameof(PatternOptions.MaxParameters), 257, "0 to 256", 16)]
    [InlineData(nameof(PatternOptions.MaxValues), 0, "1 to 1024", 32)]
    [InlineData(nameof(PatternOptions.MaxValues), 1_025, "1 to 1024", 32)]
    [InlineData(nameof(PatternOptions.MaxValueLength), 7, "8 to 1024", 64)]
    [InlineData(nameof(PatternOptions.MaxValueLength), 1_025, "8 to 1024", 64)]
    [InlineData(nameof(PatternOptions.MaxExamples), -1, "0 to 100", 3)]
    [InlineData(nameof(PatternOptions.MaxExamples), 101, "0 to 100", 3)]
    [InlineData(nameof(PatternOptions.MaxExampleLength), 15, "16 to 10000", 400)]
    [InlineData(nameof(PatternOptions.MaxExampleLength), 10_001, "16 to 10000", 400)]
    public void Validated_OutOfRange_SaysValueRangeAndDefault(string name, int value, string range, int normal)
    {
        var options = new PatternOptions();
        typeof(PatternOptions).GetProperty(name)!.SetValue(options, value);
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => new PatternSummary(options));
        Assert.StartsWith(FormattableString.Invariant($"{name} is {value}; it must be {range}. The default is {normal}."), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validated_ChangedLater_HasNoEffect()
    {
        var options = new PatternOptions { MaxExamples = 1 };
        var summary = new PatternSummary(options);
        options.MaxExamples = 0;
        summary.Add(PatternLogs.Template(1, "a").Log("a"));
        Assert.Single(summary.Top(1)[0].Examples);
    }
}
