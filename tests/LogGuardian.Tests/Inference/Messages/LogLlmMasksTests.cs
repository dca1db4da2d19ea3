using System.Buffers;
using System.Text;
using CsCheck;
using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Messages;

public sealed class LogLlmMasksTests
{
    [Theory]
    [InlineData("CE sym 2, at 0x0b85eee0, mask 0x05", "CE sym <*>, at <*>, mask <*>")]
    [InlineData("instruction cache parity error corrected", "instruction cache parity error corrected")]
    [InlineData("Received block blk_-1608999687919862906 of size 67108864 from /10.250.10.6", "Received block <*> of size <*> from <*>")]
    [InlineData("10.250.10.6:50010 served it to 10.251.7.244", "<*> served it to <*>")]
    [InlineData("src: 1.2.3.4567", "src: <*><*>")]
    [InlineData("eth0 00:11:22:aa:bb:cc up, 00:11:22:aa:bb:cc:00:11:22:aa:bb:cc down", "<*> <*> up, <*> down")]
    [InlineData("open /var/log/messages failed, C:\\Windows\\System32\\ too", "open <*> failed, <*> too")]
    [InlineData("GET http://example.com/a/b?c=d [x/y] a.b/c", "GET <*> [<*>] a.<*>")]
    [InlineData("Jun 9 06:06:20 and May 12, on Monday, Mon and Mondays", "<*><*> and May <*>, on <*>, <*> and Mondays")]
    [InlineData("enabled=true disabled=False untrue", "enabled=<*> disabled=<*> un<*>")]
    [InlineData("one two-three someone phones ten_", "<*> <*>-<*> someone phones ten_")]
    [InlineData("id deadbeef 0123456789 cafe deadbeefcafe", "id <*> <*> cafe deadbeefcafe")]
    [InlineData("root@example.com-x by alice@host", "<*> by <*>")]
    [InlineData("used 512MB of 1.5GB in 30ms (42%)", "used <*> of <*> in <*> (<*>%)")]
    [InlineData("wait... done ....", "wait..  done .. ")]
    [InlineData("2005-06-03-15.42.50.363779 R02-M1-N0-C:J12-U11 ciod: x", "<*> <*> ciod: x")]
    [InlineData("caf\u00e9 \u0663 na\u00efve@x \u65e5/\u672c", "caf\u00e9 <*> <*> \u65e5<*>")]
    [InlineData("", "")]
    public void Write_Values_BecomeWildcards(string content, string expected) => Assert.Equal(expected, Mask(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Write_AnyBytes_EndsAndKeepsWords() => Gen.OneOf(Gen.Byte, Gen.Const("aF0.:/\\@-_ []\tTrueMay 1"u8.ToArray()).SelectMany(some => Gen.Int[0, some.Length - 1].Select(i => some[i]))).Array[0, 300].Sample(bytes =>
    {
        string masked = Mask(bytes);
        return !masked.Any(char.IsAsciiDigit);
    });

    [Theory]
    [InlineData("a")]
    [InlineData(".")]
    [InlineData("/")]
    [InlineData("a.")]
    [InlineData("a:")]
    [InlineData("_")]
    [InlineData("ab@")]
    [InlineData("May ")]
    public async Task Write_HostileRepetition_TakesTimeOfItsLength(string part)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 4_000_000 / part.Length)));

        // What tries each place anew would take hours.
        Assert.NotEmpty(await Task.Run(() => Mask(text)).WaitAsync(TimeSpan.FromMinutes(2)));
    }

    private static string Mask(byte[] content)
    {
        var output = new ArrayBufferWriter<byte>();
        LogLlmMasks.Write(content, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
