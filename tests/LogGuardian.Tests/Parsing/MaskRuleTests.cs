using System.Buffers;
using System.Text.Json;
using LogGuardian.Parsing;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Parsing;

public class MaskRuleTests
{
    private static readonly ParsingOptions Options = new() { Masks = [new("ORDER", @"ORD-\d+"), new("SKU", "[A-Z]{2}[0-9]{4}")] };

    [Fact]
    public async Task ParseAsync_OwnMasks_GiveTemplateValueAndKind()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates(Options).WindowByCount(10).DetectWithNovelty().Build();
        var logs = new List<ParsedLog>();
        await foreach (ParsedLog log in detector.ParseAsync(ListSource.Of("sent ORD-17 with 3 of AB1234", "sent ORD-18 with 4 of CD5678")))
        {
            logs.Add(log);
        }

        Assert.Equal(["sent <ORDER> with <NUM> of <SKU>", "sent <ORDER> with <NUM> of <SKU>"], logs.Select(log => log.Template.Text));
        Assert.Equal(logs[0].Template.Id, logs[1].Template.Id);
        Assert.Equal(
            [("ORD-18", ParameterKind.Custom), ("4", ParameterKind.Number), ("CD5678", ParameterKind.Custom)],
            Enumerable.Range(0, 3).Select(i => (logs[1].ParameterText(i), logs[1].Parameters.Span[i].Kind)));
    }

    [Fact]
    public void LoadState_OwnMasks_KeepsTemplates()
    {
        var first = new TemplateParser(Options, TimeProvider.System);
        string[] lines = ["session opened for ORD-1 by anna", "session opened for ORD-2 by AB1234", "sent AB1234"];
        foreach (string text in lines)
        {
            first.TryParse(LogLine.FromText(text), out _);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            first.SaveState(writer);
        }

        // The order of the rules may change, their names may not.
        var second = new TemplateParser(Options with { Masks = [.. Options.Masks.Reverse()] }, TimeProvider.System);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        second.LoadState(document.RootElement, 1);
        foreach (string text in lines.Append("session opened for ORD-3 by CD5678"))
        {
            first.TryParse(LogLine.FromText(text), out ParsedLog expected);
            second.TryParse(LogLine.FromText(text), out ParsedLog actual);
            Assert.Equal((expected.Template.Id, expected.Template.Text), (actual.Template.Id, actual.Template.Text));
            Assert.Equal(expected.Parameters.ToArray(), actual.Parameters.ToArray());
        }
    }

    [Fact]
    public void ParseWithTemplates_ListChangedLater_IsNotSeen()
    {
        var rules = new List<MaskRule> { new("ORDER", "ORD") };
        ParsingOptions valid = new ParsingOptions { Masks = rules }.Validated();
        rules.Clear();
        Assert.Equal([new MaskRule("ORDER", "ORD")], valid.Masks);
    }

    [Theory]
    [InlineData("order", "x", "Mask name is 'order'; it must be 1 to 32 upper-case letters, digits or '_'. Write, say, ORDER_ID.")]
    [InlineData("", "x", "Mask name is ''; it must be 1 to 32 upper-case letters, digits or '_'. Write, say, ORDER_ID.")]
    [InlineData("A-B", "x", "Mask name is 'A-B'; it must be 1 to 32 upper-case letters, digits or '_'. Write, say, ORDER_ID.")]
    [InlineData("A23456789012345678901234567890123", "x", "Mask name is 'A23456789012345678901234567890123'; it must be 1 to 32 upper-case letters, digits or '_'. Write, say, ORDER_ID.")]
    [InlineData("NUM", "x", "Mask name is 'NUM'; it must not be that of a built-in mask. Write, say, MY_NUM.")]
    [InlineData("EMAIL", "x", "Mask name is 'EMAIL'; it must not be that of a built-in mask. Write, say, MY_EMAIL.")]
    [InlineData("A", "x*", "Pattern of mask A is 'x*'; it must not match the empty string. Write, say, + instead of *.")]
    [InlineData("A", @"\b", @"Pattern of mask A is '\b'; it must not match the empty string. Write, say, + instead of *.")]
    [InlineData("A", "", "Pattern of mask A is ''; it must not match the empty string. Write, say, + instead of *.")]
    [InlineData("A", "é", @"Pattern of mask A is 'é'; it must consist of ASCII characters. Write . or \W for others.")]
    [InlineData("A", "(", "Pattern of mask A is '('; it must be a regular expression without look-around or back-reference. Invalid pattern '(' at offset 1. Not enough )'s.")]
    [InlineData("A", "(?=x)y", "Pattern of mask A is '(?=x)y'; it must be a regular expression without look-around or back-reference. RegexOptions.NonBacktracking is not supported in conjunction with expressions containing: 'positive lookahead (?= pattern) or positive lookbehind (?<= pattern)'.")]
    [InlineData("A", @"(x)\1", @"Pattern of mask A is '(x)\1'; it must be a regular expression without look-around or back-reference. RegexOptions.NonBacktracking is not supported in conjunction with expressions containing: 'backreference (\ number)'.")]
    [InlineData("A", null, "Masks[0] is null or has a null in it; it must be a rule with name and pattern. Leave it out.")]
    public void ParseWithTemplates_BadRule_NamesValueRuleAndFix(string name, string? pattern, string message) =>
        Assert.Equal(message, Refusal([new MaskRule(name, pattern!)]));

    [Fact]
    public void ParseWithTemplates_TooManyRules_NamesValueRuleAndFix() => Assert.Equal(
        "Masks has 33 rules; it must have at most 32. Join patterns that may share a name with |.", Refusal([.. Enumerable.Repeat(new MaskRule("A", "x"), 33)]));

    [Fact]
    public void ParseWithTemplates_NullForRules_NamesValueRuleAndFix() => Assert.Equal(
        "Masks is null; it must be a list of rules. The default is an empty one.", Refusal(null!));

    private static string Refusal(IReadOnlyList<MaskRule> masks) =>
        Assert.Throws<ArgumentException>(() => new AnomalyDetectorBuilder().ParseWithTemplates(new ParsingOptions { Masks = masks })).Message;
}
