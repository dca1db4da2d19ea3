using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class JsonFormatTests
{
    [Theory]
    [InlineData("""{"time":"2026-11-23T10:00:00Z","level":"warn","msg":"low"}""", "2026-11-23T10:00:00 Warning low")]
    [InlineData("""{"level":30,"time":1745532517537,"msg":"paid"}""", "2025-04-24T22:08:37.537 Information paid")]
    [InlineData("""{"level":"error","ts":1711741827.9626286,"msg":"gone"}""", "2024-03-29T19:50:27.9626286 Error gone")]
    [InlineData("""{"log":"line 7\n","stream":"stdout","time":"2026-11-23T10:00:00.5Z"}""", "2026-11-23T10:00:00.5 Unspecified line 7")]
    [InlineData("""{"message":"a \"b\" \u00e9\tc"}""", "- Unspecified a \"b\" é\tc")]
    [InlineData("""{"@mt":"Order {Id}","@m":"Order 7"}""", "- Unspecified Order 7")]
    [InlineData("""{"@timestamp":"2026-11-23T10:00:00Z","log":{"level":"debug"},"message":"m"}""", "2026-11-23T10:00:00 Debug m")]
    [InlineData("""{"timestamp":"2026-11-23T10:00:00Z","level":"INFO","fields":{"message":"yak"}}""", "2026-11-23T10:00:00 Information yak")]
    [InlineData("""{"t":{"$date":"2026-11-23T10:00:00+01:00"},"s":"I","msg":"up"}""", "2026-11-23T09:00:00 Information up")]
    [InlineData("""{"__REALTIME_TIMESTAMP":"1534860261221373","PRIORITY":"3","MESSAGE":"x"}""", "2018-08-21T14:04:21.221373 Error x")]
    [InlineData("""{"request":{"message":"inner","level":"info"},"a":[1,{"msg":2}]}""", "- Unspecified {\"request\":{\"message\":\"inner\",\"level\":\"info\"},\"a\":[1,{\"msg\":2}]}")]
    [InlineData("""{"MESSAGE":[72,105,255],"PRIORITY":"6"}""", "- Information Hi\u00ff")]
    [InlineData("""{"MESSAGE":[72,"i"]}""", "- Unspecified [72,\"i\"]")]
    [InlineData("""{"version":"1.1","short_message":"low","timestamp":1385053862.3072,"level":4}""", "2013-11-21T17:11:02.3072 Warning low")]
    [InlineData("""{"event":"order accepted","level":"info","timestamp":"2026-11-23T10:00:00Z"}""", "2026-11-23T10:00:00 Information order accepted")]
    [InlineData("""{"severity":"ERROR","timestamp":"2026-11-23T10:00:00Z","textPayload":"bad"}""", "2026-11-23T10:00:00 Error bad")]
    [InlineData("""{"@timestamp":"2026-11-23T10:00:00Z","log.level":"WARN","message":"slow"}""", "2026-11-23T10:00:00 Warning slow")]
    [InlineData("""{"level":"error","ts":1711741828.5,"msg":"failed","stacktrace":"main.run\n\t/srv/main.go:12"}""", "2024-03-29T19:50:28.5 Error failed")]
    [InlineData("""{"msg":"","status":200}""", "- Unspecified {\"msg\":\"\",\"status\":200}")]
    [InlineData("""{"msg":"cut""", "no header")]
    [InlineData("""{"msg":"a"} trailing""", "no header")]
    [InlineData("""[1]""", "no header")]
    [InlineData("", "no header")]
    public void TryRead_Line_Reading(string line, string expected) =>
        Assert.Equal(expected, FormatFixture.Read(new JsonFormat(FormatFixture.Clock()), line));

    [Fact]
    public void TryRead_LoneSurrogate_EscapedTextAsItStands() => Assert.Equal(
        "- Unspecified \\ud800", FormatFixture.Read(new JsonFormat(FormatFixture.Clock()), "{\"msg\":\"\\ud800\"}"));

    [Fact]
    public void TryRead_NoEscapes_ContentIsSliceOfLine()
    {
        LogLine line = LogLine.FromText("""{"msg":"abc"}""");
        Assert.True(new JsonFormat(FormatFixture.Clock()).TryRead(line, out HeaderReading reading));
        Assert.True(line.Raw.Span.Overlaps(reading.Content.Span, out int offset));
        Assert.Equal((8, 3), (offset, reading.Content.Length));
    }
}
