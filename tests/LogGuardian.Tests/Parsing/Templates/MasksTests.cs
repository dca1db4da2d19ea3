using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class MasksTests
{
    [Theory]
    [InlineData("took 35 ms", "took <NUM> ms", "35")]
    [InlineData("took 35ms and 1.5s, -3% of +12KB", "took <DURATION> and <DURATION>, <NUM> of <SIZE>", "35ms|1.5s|-3%|+12KB")]
    [InlineData("in 300us and 300µs or 5min; 2h but 00", "in <DURATION> and <DURATION> or <DURATION>; <DURATION> but <NUM>", "300us|300µs|5min|2h|00")]
    [InlineData("uptime 1h2m3s, last 1m30.5s.", "uptime <DURATION>, last <DURATION>.", "1h2m3s|1m30.5s")]
    [InlineData("not 1s2m nor 1m2m nor 1.s", "not <ID> nor <ID> nor <ID>", "1s2m|1m2m|1.s")]
    [InlineData("heap 3MiB of 1.5GB, 10kB; 17B (5K)", "heap <SIZE> of <SIZE>, <SIZE>; <SIZE> (<NUM>)", "3MiB|1.5GB|10kB|17B|5K")]
    [InlineData("mail from anna@example.com.", "mail from <EMAIL>.", "anna@example.com")]
    [InlineData("to=<a.b+17@mail-2.example.org>, 4711@example.com", "to=<<EMAIL>>, <EMAIL>", "a.b+17@mail-2.example.org|4711@example.com")]
    [InlineData("mailto:blk_17@example.com now", "mailto:<EMAIL> now", "blk_17@example.com")]
    [InlineData("for root@localhost by host7@node", "for root@localhost by <ID>@node", "host7")]
    [InlineData("lodash@4.17.21 in Foo@1a2b.x or @b.com", "lodash@<ID> in Foo@<ID> or @b.com", "4.17.21|1a2b.x")]
    [InlineData("Started user@1000.service and a@example.com/x", "Started user@<ID> and a@example.com/x", "1000.service")]
    [InlineData("GET https://anna@example.com/1", "GET <URL>", "https://anna@example.com/1")]
    [InlineData("from 10.0.0.1:5432", "from <IP>", "10.0.0.1:5432")]
    [InlineData("src: /10.250.19.102:54106 dest: /10.250.19.102:50010", "src: <IP> dest: <IP>", "/10.250.19.102:54106|/10.250.19.102:50010")]
    [InlineData("net 192.168.0.0/24 up", "net <IP> up", "192.168.0.0/24")]
    [InlineData("peer fe80::1ff:fe23:4567:890a and ::1", "peer <IP> and <IP>", "fe80::1ff:fe23:4567:890a|::1")]
    [InlineData("version 1.2.3.4.5", "version <ID>", "1.2.3.4.5")]
    [InlineData("id 6f1c7e52-3c0c-4a52-9a80-0f33b4a3b3f1.", "id <UUID>.", "6f1c7e52-3c0c-4a52-9a80-0f33b4a3b3f1")]
    [InlineData("at 0x7fff5fbff8a0", "at <HEX>", "0x7fff5fbff8a0")]
    [InlineData("hash deadbeef01", "hash <HEX>", "deadbeef01")]
    [InlineData("block blk_-1608999687919862906 done", "block <ID> done", "blk_-1608999687919862906")]
    [InlineData("open /var/log/app.log failed", "open <PATH> failed", "/var/log/app.log")]
    [InlineData(@"open C:\Windows\x.dll failed", "open <PATH> failed", @"C:\Windows\x.dll")]
    [InlineData("GET http://host:80/a?b=1 now", "GET <URL> now", "http://host:80/a?b=1")]
    [InlineData("at 12:34:56,", "at <TIME>,", "12:34:56")]
    [InlineData("since 2026-11-23T10:00:00.123Z", "since <TIME>", "2026-11-23T10:00:00.123Z")]
    [InlineData("user=anna id=42 (try 3)", "user=anna id=<NUM> (try <NUM>)", "42|3")]
    [InlineData("and/or read/write", "and/or read/write", "")]
    [InlineData("to db.example.org:5432, then", "to <HOST>, then", "db.example.org:5432")]
    [InlineData("google.com:443 opened", "<HOST> opened", "google.com:443")]
    [InlineData("at Foo.java:42 and org.shop.Main.go:17", "at Foo.java:<NUM> and org.shop.Main.go:<NUM>", "42|17")]
    [InlineData("org.shop.Cart:7 item", "org.shop.Cart:<NUM> item", "7")]
    [InlineData("no values here", "no values here", "")]
    public void Match_NewLine_MasksItsValues(string content, string template, string values)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        var miner = new TemplateMiner(4, 100);
        var scratch = new LineScratch();
        TemplateCluster cluster = miner.Match(bytes, scratch);
        Assert.Equal(template, cluster.Template.Text);
        Assert.Equal(values, string.Join('|', scratch.Scanner.Values.ToArray().Select(value => Encoding.UTF8.GetString(bytes, value.Start, value.Length))));
    }

    [Fact]
    public void Match_RandomBytes_NeverThrowsAndKeepsValuesInside()
    {
        var random = new Random(11);
        var miner = new TemplateMiner(4, 100);
        var scratch = new LineScratch();
        byte[] alphabet = "0123456789abcxyzmsT@ :./-=,()[]\"'<>%\\\t\n\0"u8.ToArray();
        for (int round = 0; round < 20_000; round++)
        {
            byte[] content = new byte[random.Next(0, 60)];
            foreach (ref byte b in content.AsSpan())
            {
                b = random.Next(10) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
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
}
