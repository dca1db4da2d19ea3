namespace LogGuardian.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "error: No command is given; it must be scan, learn, parse or patterns. Run 'logguardian --help'.\n")]
    [InlineData("scam", "error: 'scam' is not a command; it must be scan, learn, parse or patterns. Run 'logguardian --help'.\n")]
    [InlineData("scan", "error: No input is given; it must be a file, or - for standard input. Run 'logguardian scan --help'.\n")]
    [InlineData("scan --learn a b", "error: No input is given; it must be a file, or - for standard input. --learn takes every name that follows it: put the input before it. Run 'logguardian scan --help'.\n")]
    [InlineData("scan a b", "error: 'b' is one argument too many; scan takes one input. Quote names with spaces. Run 'logguardian scan --help'.\n")]
    [InlineData("scan a --treshold 1", "error: '--treshold' is not an option of scan. Run 'logguardian scan --help'.\n")]
    [InlineData("scan a --threshold 2", "error: --threshold is '2'; it must be a number above 0, at most 1. The default is 0.5; higher reports less.\n")]
    [InlineData("scan a --threshold 0.5 --false-alarms 1/day", "error: --threshold and --false-alarms are both given; a scan must have one of them. Leave one out.\n")]
    [InlineData("scan a --update-state", "error: --update-state is given without --state; it must know the file to write. Add --state <path>.\n")]
    [InlineData("scan a --output xml", "error: --output is 'xml'; it must be text or jsonl.\n")]
    [InlineData("scan a --top 0", "error: --top is '0'; it must be a whole number from 1 to 10000. Write it without separators.\n")]
    [InlineData("scan a --warm-up x", "error: --warm-up is 'x'; it must be a whole number from 0 to 1000000. Write it without separators.\n")]
    [InlineData("scan - --follow", "error: --follow is given with standard input; it must be with one file. Leave it out: standard input is read until it ends.\n")]
    [InlineData("scan - --learn -", "error: Standard input (-) is named twice; it can be read once. Write one of the inputs to a file.\n")]
    [InlineData("scan no-such.log", "error: File 'no-such.log' does not exist; it must be a log file. Check the path.\n")]
    [InlineData("scan @no-such.log", "error: File '@no-such.log' does not exist; it must be a log file. Check the path.\n")]
    [InlineData("scan no-such.log --follow", "error: File 'no-such.log' does not exist; it must be a log file. Check the path.\n")]
    [InlineData("scan a --state no-such.json", "error: State 'no-such.json' does not exist; it must be a file that learning wrote. Run 'logguardian learn <files> --state no-such.json' first.\n")]
    [InlineData("scan a --mask ORDER", "error: --mask is 'ORDER'; it must be a name, '=', and a regular expression. Write, say, ORDER=ORD-\\d+.\n")]
    [InlineData("scan a --mask NUM=x", "error: --mask is 'NUM=x': Mask name is 'NUM'; it must not be that of a built-in mask. Write, say, MY_NUM.\n")]
    [InlineData("learn a --state s --mask A=", "error: --mask is 'A=': Pattern of mask A is ''; it must not match the empty string. Write, say, + instead of *.\n")]
    [InlineData("learn --state s", "error: No input is given; it must be a file, or - for standard input. Run 'logguardian learn --help'.\n")]
    [InlineData("learn a", "error: Option '--state' is required. Run 'logguardian learn --help'.\n")]
    [InlineData("parse no-such.log", "error: File 'no-such.log' does not exist; it must be a log file. Check the path.\n")]
    [InlineData("parse a --output text", "error: --output is 'text'; it must be csv or jsonl.\n")]
    [InlineData("parse a --mask a=b", "error: --mask is 'a=b': Mask name is 'a'; it must be 1 to 32 upper-case letters, digits or '_'. Write, say, ORDER_ID.\n")]
    [InlineData("patterns a --mask A=(", "error: --mask is 'A=(': Pattern of mask A is '('; it must be a regular expression without look-around or back-reference. Invalid pattern '(' at offset 1. Not enough )'s.\n")]
    [InlineData("patterns", "error: No input is given; it must be a file, or - for standard input. Run 'logguardian patterns --help'.\n")]
    [InlineData("patterns a b", "error: 'b' is one argument too many; patterns takes one input. Quote names with spaces. Run 'logguardian patterns --help'.\n")]
    [InlineData("patterns a --top many", "error: --top is 'many'; it must be a whole number from 1 to 100000. Write it without separators.\n")]
    [InlineData("patterns a --output csv", "error: --output is 'csv'; it must be text or jsonl.\n")]
    public async Task RunAsync_BadUsage_IsOneLineAndCode2(string commandLine, string error)
    {
        CliResult result = await CliRunner.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(new CliResult(2, "", error), result with { Output = result.Output.StartsWith("LineId", StringComparison.Ordinal) ? "" : result.Output });
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("scan --help")]
    [InlineData("learn -h")]
    [InlineData("parse --help")]
    [InlineData("patterns --help")]
    public async Task RunAsync_Help_NamesTheExitCodes(string commandLine)
    {
        CliResult result = await CliRunner.RunAsync(commandLine.Split(' '));
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.Contains("\nUsage:\n  logguardian ", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nExit codes:\n  0 ", result.Output, StringComparison.Ordinal);
        Assert.Contains("  2    bad usage or input\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Version_IsPrintedAlone() => Assert.Equal(new CliResult(0, "0.1.0\n", ""), await CliRunner.RunAsync("--version"));
}
