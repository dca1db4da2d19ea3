using System.Globalization;
using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class MaskSetTests
{
    [Theory]
    [InlineData("order ORD-17 of 3", "order <ORDER> of <NUM>", "ORD-17|3")]
    [InlineData("ORD-17", "<ORDER>", "ORD-17")]
    [InlineData("5 10.0.0.1 ORD-17 5ms ORD-18", "<NUM> <IP> <ORDER> <DURATION> <ORDER>", "5|10.0.0.1|ORD-17|5ms|ORD-18")]
    [InlineData("x=ORD-17,tag:blue", "x=<ORDER>,<TAG>", "ORD-17|tag:blue")]
    [InlineData("preORD-17post", "pre<ORDER>post", "ORD-17")]
    [InlineData("/var/ORD-17/log", "<PATH><ORDER>/log", "/var/|ORD-17")]
    [InlineData("cust nr 12 ok", "<CUST_1> ok", "cust nr 12")]
    [InlineData("tag:ORD-17", "tag:<ORDER>", "ORD-17")]
    [InlineData("tag:blue tag:grün", "<TAG> <TAG>n", "tag:blue|tag:grü")]
    [InlineData("nothing of that", "nothing of that", "")]
    public void Match_OwnMasks_ApplyBeforeTheBuiltInOnes(string content, string template, string values)
    {
        var masks = MaskSet.Create([new("ORDER", @"ORD-\d+"), new("TAG", @"tag:gr.|tag:[\w-]+"), new("CUST_1", @"cust nr \d+")]);
        var scratch = new LineScratch(masks);
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        TemplateCluster cluster = new TemplateMiner(4, 100, masks).Match(bytes, scratch);
        Assert.Equal(
            (template, values),
            (cluster.Template.Text, string.Join('|', scratch.Scanner.Values.ToArray().Select(value => Encoding.UTF8.GetString(bytes, value.Start, value.Length)))));
    }

    [Theory]
    [InlineData("AB", "BC", "see <X>C")]
    [InlineData("BC", "AB", "see A<X>")]
    [InlineData("ABC", "B", "see <X>")]
    [InlineData("B", "ABC", "see A<X>C")]
    [InlineData("A", "BC", "see <X><Y>")]
    [InlineData("C", "A", "see <Y>B<X>")]
    public void Match_OverlappingMatches_TheEarlierRuleWins(string first, string second, string template)
    {
        var masks = MaskSet.Create([new("X", first), new("Y", second)]);
        Assert.Equal(template, new TemplateMiner(4, 100, masks).Match("see ABC"u8, new LineScratch(masks)).Template.Text);
    }

    [Fact]
    public void Match_TwoRulesAtOnePlace_BecomeAWildcardAsOtherKindsDo()
    {
        var masks = MaskSet.Create([new("X", @"x\d+"), new("Y", @"y\d+")]);
        var miner = new TemplateMiner(4, 100, masks);
        var scratch = new LineScratch(masks);
        TemplateCluster x = miner.Match("got x1 now"u8, scratch);
        Assert.Same(x, miner.Match("got x2 now"u8, scratch));
        Assert.Equal("got <X> now", x.Template.Text);
        Assert.Equal("got <*> now", miner.Match("got y1 now"u8, scratch).Template.Text);
        Assert.NotEqual(masks!.HashOf(0), masks.HashOf(1));
    }

    [Fact]
    public void HashOf_OtherOrderOfRules_IsTheSame() =>
        Assert.Equal(MaskSet.Create([new("X", "x"), new("Y", "y")])!.HashOf(1), MaskSet.Create([new("Y", "z")])!.HashOf(0));

    [Fact]
    public void Match_ManyMatches_AreBounded()
    {
        var masks = MaskSet.Create([new("X", "x")]);
        var scratch = new LineScratch(masks);
        new TemplateMiner(4, 100, masks).Match(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x 1 ", 2_000))), scratch);
        Assert.Equal(LineScanner.MaxValues, scratch.Scanner.Values.Length);
    }

    [Fact]
    public void Match_RandomBytes_NeverThrowsAndKeepsValuesApart()
    {
        var masks = MaskSet.Create([new("X", @"\w\W"), new("Y", "a.b|[0-9]+"), new("Z", @"\S{5}")]);
        var random = new Random(12);
        var miner = new TemplateMiner(4, 100, masks);
        var scratch = new LineScratch(masks);
        byte[] alphabet = "019abc :./-=,(@\t\n\0\u00fc\u20ac"u8.ToArray();
        for (int round = 0; round < 10_000; round++)
        {
            byte[] content = new byte[random.Next(0, 40)];
            foreach (ref byte b in content.AsSpan())
            {
                b = alphabet[random.Next(alphabet.Length)];
            }

            miner.Match(content, scratch);
            int end = 0;
            foreach (MaskedValue value in scratch.Scanner.Values)
            {
                Assert.True(value.Start >= end && value.Length > 0 && value.Start + value.Length <= content.Length, Convert.ToHexString(content));
                end = value.Start + value.Length;
            }
        }
    }

    [Fact]
    public void Scan_WarmedUp_AllocatesNothing()
    {
        var scanner = new LineScanner(MaskSet.Create([new("ORDER", @"ORD-\d+"), new("TAG", @"tag:[\w-]+")]));
        byte[][] lines = [.. Enumerable.Range(0, 2_000).Select(i => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"sent ORD-{i} to tag:t{i % 7} in {i} ms")))];
        Assert.Equal(4_000, Scan(scanner, lines));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int values = Scan(scanner, lines);
        Assert.Equal((4_000, 0L), (values, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    private static int Scan(LineScanner scanner, byte[][] lines)
    {
        int own = 0;
        foreach (byte[] line in lines)
        {
            scanner.Scan(line);
            foreach (MaskedValue value in scanner.Values)
            {
                own += value.Kind == ParameterKind.Custom ? 1 : 0;
            }
        }

        return own;
    }
}
