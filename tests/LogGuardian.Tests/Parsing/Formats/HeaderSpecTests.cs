using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class HeaderSpecTests
{
    [Theory]
    [InlineData(
        "<Date> <Time> <Pid> <Level> <Component>: <Content>",
        "261109 203615 148 INFO dfs.Node$Worker: took block blk_42: done",
        "2026-11-09T20:36:15 Information took block blk_42: done")]
    [InlineData("[<Time>] [<Level>] <Content>", "[Sun Dec 04 04:47:44 2005] [warn] child [7] left", "2005-12-04T04:47:44 Warning child [7] left")]
    [InlineData(
        @"\[<Time>\] \[<Level>\] <Content>", "[Sun Dec 04 04:47:44 2005]   [error]  x", "2005-12-04T04:47:44 Error x")]
    [InlineData(
        "<Week> <Month> <Day> <Time> <Year> <Content>", "Sun Dec 04 04:47:44 2005 up", "2005-12-04T04:47:44 Unspecified up")]
    [InlineData(
        "<Label> <Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>",
        "- 1117838570 2005.06.03 R1-N0 2005-06-03-15.42.50.123456 R1-N0 RAS APP FATAL ciod: gone",
        "2005-06-03T22:42:50 Fatal ciod: gone")]
    [InlineData("<Month> <Date> <Time> <Host> <Content>", "Jun  4 15:16:01 web hello", "2026-06-04T15:16:01 Unspecified hello")]
    [InlineData("<Date>T<Time>|<Content>", "yesterday T noon| x", "- Unspecified  x")]
    [InlineData("<A> <Content>", "a ", "- Unspecified ")]
    [InlineData("<Level>\\t<Content>", "WARN\ta b", "- Warning a b")]
    [InlineData("(<A>) <Content>", "(x) y", "- Unspecified y")]
    public void TryRead_Notation_Reading(string notation, string line, string expected) =>
        Assert.Equal(expected, FormatFixture.Read(HeaderSpec.Parse(notation, FormatFixture.Clock()), line));

    [Theory]
    [InlineData("app[12]: a: b", "Component=app, Pid=12")]
    [InlineData("app: a[3]: b", "Component=app")]
    [InlineData("Server Admin: a", "Component=Server Admin")]
    [InlineData("a[b] c: d", "Component=a[b] c")]
    [InlineData("a[b", "")]
    public void ReadFields_OptionalPart_ShortestField(string line, string expected) =>
        Assert.Equal(expected, FormatFixture.Fields(HeaderSpec.Parse(@"<Component>(\[<Pid>\])?: <Content>", FormatFixture.Clock()), line));

    [Theory]
    [InlineData("x[7] me@db LOG: a@b c", "A=x, Pid=7, User=me, Db=db, Level=LOG")]
    [InlineData("x[7] LOG: a@b c", "A=x, Pid=7, Level=LOG")]
    public void ReadFields_OptionalPartBehindText_PresentOrNot(string line, string expected) =>
        Assert.Equal(expected, FormatFixture.Fields(HeaderSpec.Parse("<A>[<Pid>]( <User>@<Db>)? <Level>: <Content>", FormatFixture.Clock()), line));

    [Fact]
    public void TryRead_FewerFieldsThanNotation_False() =>
        Assert.Equal("no header", FormatFixture.Read(HeaderSpec.Parse("<A> <B> <Content>", FormatFixture.Clock()), "one"));

    [Fact]
    public void StartsRecord_TimeOnceRead_OnlyLinesWithTime()
    {
        var spec = HeaderSpec.Parse("<Date> <Time> <Content>", FormatFixture.Clock());
        Assert.True(spec.StartsRecord("2026-11-23 10:00:00 failed"u8));
        Assert.False(spec.StartsRecord("   at Shop.Orders.Add() in x"u8));
        Assert.True(spec.StartsRecord("2026-11-23 10:00:01 ok"u8));
    }

    [Fact]
    public void TryRead_RecordOfManyLines_HeaderOfTheFirst() => Assert.Equal(
        "2026-11-23T10:00:00 Unspecified boom\n  at A: b\n",
        FormatFixture.Read(HeaderSpec.Parse("<Date> <Time> <Content>", FormatFixture.Clock()), "2026-11-23 10:00:00 boom\n  at A: b\n"));

    [Theory]
    [InlineData("<Date> <Date> <Content>", "it must name each field once. Rename the second <Date>.")]
    [InlineData("<Date> <date> <Content>", "it must name each field once. Rename the second <date>.")]
    [InlineData("<Date> <Time>", "it must end with <Content>. Add <Content> where the message begins.")]
    [InlineData("", "it must end with <Content>. Add <Content> where the message begins.")]
    [InlineData("<Date> <Content> end", "it must end with <Content>. Add <Content> where the message begins.")]
    [InlineData("<Date> <Content> <Time>", "it must end with <Content>. Move <Time> before <Content>.")]
    [InlineData("<Date> <Time <Content>", "it must close every '<' as in <Name>. Close or escape the '<' at position 8.")]
    [InlineData("<Date> <> <Content>", "it must close every '<' as in <Name>. Close or escape the '<' at position 8.")]
    [InlineData("<Ä> <Content>", "it must close every '<' as in <Name>. Close or escape the '<' at position 1.")]
    [InlineData("<Date><Time> <Content>", "it must have text between fields. Put text or a blank between <Date> and <Time>.")]
    [InlineData("<A>( <B>)?<Content>", "it must have text between fields. Put text or a blank between <B> and <Content>.")]
    [InlineData("<A>( x)? <Content>", "it must have text and a field in every optional part. Complete the optional part that ends at position 7.")]
    [InlineData(
        "( <A>)? <Content>", "it must have optional parts between fields, one at a time. Move or remove the optional part at position 1.")]
    [InlineData("<A> <Content>\\", "it must name a character after '\\'. Write '\\\\' for a backslash.")]
    public void Parse_InvalidNotation_SaysWhatToDo(string notation, string expected)
    {
        FormatException e = Assert.Throws<FormatException>(() => HeaderSpec.Parse(notation, FormatFixture.Clock()));
        Assert.Equal($"Notation is '{notation}'; {expected}", e.Message);
    }
}
