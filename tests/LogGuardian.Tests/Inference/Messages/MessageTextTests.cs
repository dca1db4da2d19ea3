using System.Buffers;
using System.Text;
using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Messages;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData(MessageMasks.None, "order 17 of 10.0.0.1 for AB-12 by bob")]
    [InlineData(MessageMasks.Template, "order <NUM> of <IP> for <ORDER> by <*>")]
    [InlineData(MessageMasks.Typed, "order <NUM> of <IP> for <ORDER> by bob")]
    [InlineData(MessageMasks.LogLlm, "order <*> of <*> for <*> by bob")]
    internal void Write_Masks_ShowValuesAsTheySay(MessageMasks masks, string expected) => Assert.Equal(expected, Text(new MessageText(masks), Order("bob")));

    [Fact]
    public void Write_LevelComponentAndPrefix_ComeFirst()
    {
        var text = new MessageText(MessageMasks.None, level: true, component: true, prefix: "log: ");
        Assert.Equal("log: warning kernel: it broke", Text(text, new ParsedLog(LogLine.FromText("x"), "it broke"u8.ToArray(), LogTemplate.Unseen, default)
        {
            Severity = LogSeverity.Warning,
            Format = new OneField("Component", "kernel"),
        }));
        Assert.Equal("log: it broke", Text(text, new ParsedLog(LogLine.FromText("x"), "it broke"u8.ToArray(), LogTemplate.Unseen, default)));
    }

    [Fact]
    public void Write_UnseenTemplate_ShowsTheContent() =>
        Assert.Equal("new words", Text(new MessageText(MessageMasks.Template), new ParsedLog(LogLine.FromText("x"), "new words"u8.ToArray(), LogTemplate.Unseen, default)));

    [Fact]
    public void Write_LongContent_IsCut()
    {
        byte[] content = Encoding.ASCII.GetBytes(new string('x', MessageText.MaxContentBytes + 100));
        var log = new ParsedLog(LogLine.FromText("x"), content, LogTemplate.Unseen, new Parameter[] { new(MessageText.MaxContentBytes - 1, 5, ParameterKind.Number) });
        Assert.All(new[] { MessageMasks.None, MessageMasks.Typed, MessageMasks.LogLlm }, masks => Assert.Equal(MessageText.MaxContentBytes, Text(new MessageText(masks), log).Length));
    }

    [Theory]
    [InlineData(MessageMasks.None)]
    [InlineData(MessageMasks.Template)]
    [InlineData(MessageMasks.Typed)]
    [InlineData(MessageMasks.LogLlm)]
    internal void KeyOf_EqualTexts_IsEqual(MessageMasks masks)
    {
        var text = new MessageText(masks, level: true);
        ParsedLog[] logs = [Order("bob"), Order("eve"), Order("bob"), Order("bob", LogSeverity.Error), Other()];
        foreach (ParsedLog one in logs)
        {
            foreach (ParsedLog other in logs)
            {
                Assert.Equal(Text(text, one) == Text(text, other), text.KeyOf(one) == text.KeyOf(other));
            }
        }
    }

    [Theory]
    [InlineData(MessageMasks.None)]
    [InlineData(MessageMasks.Template)]
    [InlineData(MessageMasks.Typed)]
    [InlineData(MessageMasks.LogLlm)]
    internal void KeyOf_OnceWarm_AllocatesNothing(MessageMasks masks)
    {
        var text = new MessageText(masks, level: true, prefix: "p ");
        ParsedLog log = Order("bob... wait");
        UInt128 key = text.KeyOf(log);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool same = true;
        for (int i = 0; i < 100; i++)
        {
            same &= text.KeyOf(log) == key;
        }

        Assert.True(same);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ParsedLog Order(string name, LogSeverity severity = LogSeverity.Information)
    {
        byte[] content = Encoding.UTF8.GetBytes($"order 17 of 10.0.0.1 for AB-12 by {name}");
        Parameter[] parameters =
        [
            new(6, 2, ParameterKind.Number), new(12, 8, ParameterKind.IpAddress), new(25, 5, ParameterKind.Custom), new(34, name.Length, ParameterKind.Text),
        ];
        var template = new LogTemplate(new TemplateId(7), "order <NUM> of <IP> for <ORDER> by <*>");
        return new ParsedLog(LogLine.FromText("x"), content, template, parameters) { Severity = severity };
    }

    private static ParsedLog Other() =>
        new(LogLine.FromText("x"), "something else"u8.ToArray(), new LogTemplate(new TemplateId(8), "something else"), default) { Severity = LogSeverity.Information };

    private static string Text(MessageText text, ParsedLog log)
    {
        var output = new ArrayBufferWriter<byte>();
        text.Write(log, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private sealed class OneField(string name, string value) : LogFormat
    {
        public override string Name => "one";

        public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line) => [new(name, value)];
    }
}
