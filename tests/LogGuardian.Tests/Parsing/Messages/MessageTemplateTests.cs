using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Messages;

public sealed class MessageTemplateTests
{
    [Theory]
    [InlineData("Order {OrderId:0000} took {@Elapsed,10} ms", "Order <OrderId> took <Elapsed> ms", "OrderId,Elapsed")]
    [InlineData("{0} of {1}", "<*> of <*>", "0,1")]
    [InlineData("{{literal}} {$Name}", "{literal} <Name>", "Name")]
    [InlineData("{A}{B}", "<A><B>", "A,B")]
    [InlineData("open { and {} and {", "open { and {} and {", "")]
    [InlineData("{Elapsed,-8:0.000}s", "<Elapsed>s", "Elapsed")]
    [InlineData("{not a name} {Größe}", "<*> <*>", "not a name,Größe")]
    [InlineData("{http.method} called", "<http.method> called", "http.method")]
    [InlineData("{}", "{}", "")]
    public void Parse_Template_TextAndNames(string template, string text, string names)
    {
        MessageTemplate parsed = MessageTemplate.Parse(Encoding.UTF8.GetBytes(template));
        Assert.Equal(text, parsed.Text);
        Assert.Equal(names, string.Join(',', parsed.Names.Select(name => Encoding.UTF8.GetString(name))));
        Assert.Equal(parsed.Names.Length + 1, parsed.Literals.Length);
    }

    [Fact]
    public void Parse_MoreHolesThanAreKept_RestIsText()
    {
        string template = string.Concat(Enumerable.Range(0, MessageTemplate.MaxHoles + 1).Select(i => $"{{A{i}}} "));
        MessageTemplate parsed = MessageTemplate.Parse(Encoding.UTF8.GetBytes(template));
        Assert.Equal(MessageTemplate.MaxHoles, parsed.Names.Length);
        Assert.EndsWith("<A63> {A64} ", parsed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RandomBytes_NeverThrows()
    {
        var random = new Random(7);
        for (int round = 0; round < 4000; round++)
        {
            byte[] bytes = new byte[random.Next(0, 40)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)"{}@$:, aA0_"[random.Next(11)];
            }

            MessageTemplate parsed = MessageTemplate.Parse(bytes);
            Assert.Equal(parsed.Names.Length + 1, parsed.Literals.Length);
        }
    }
}
