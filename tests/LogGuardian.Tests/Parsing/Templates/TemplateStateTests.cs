using System.Buffers;
using System.Text;
using System.Text.Json;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class TemplateStateTests
{
    private const int Mutations = 3_000;

    [Fact]
    public void LoadState_Saved_GivesTheSameStateAgain()
    {
        byte[] saved = Save(Learn(7));
        TemplateParser parser = Create();
        Load(parser, saved);
        Assert.Equal(Encoding.UTF8.GetString(saved), Encoding.UTF8.GetString(Save(parser)));
    }

    [Fact]
    public void LoadState_MoreTemplatesThanAllowed_KeepsTheBound()
    {
        var parser = new TemplateParser(new ParsingOptions { MaxTemplates = 16 }, TimeProvider.System);
        Load(parser, Save(Learn(7)));
        using var document = JsonDocument.Parse(Save(parser));
        Assert.InRange(document.RootElement.GetProperty("templates").GetArrayLength(), 10, 16);
    }

    [Fact]
    public void MergeState_EitherWay_GivesTheSameState()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            TemplateParser one = Learn(seed);
            TemplateParser other = Learn(seed + 1_000);
            byte[] first = Save(one);
            Merge(one, Save(other));
            Merge(other, first);
            Assert.Equal(Encoding.UTF8.GetString(Save(one)), Encoding.UTF8.GetString(Save(other)));
        }
    }

    [Fact]
    public void LoadState_ChangedFlag_NamesBothChecksums()
    {
        string saved = Encoding.UTF8.GetString(Save(Learn("a b c")));
        var error = Assert.Throws<JsonException>(() => Load(Create(), Encoding.UTF8.GetBytes(saved.Replace("\"readsUnits\":false", "\"readsUnits\":true", StringComparison.Ordinal))));
        Assert.Equal("The templates do not match their checksum; it is c8ae0fbbddedd473, theirs is 917f6ce5f29464a5. Learn again.", error.Message);
    }

    [Theory]
    [InlineData("[]", "The templates cannot be read: The requested operation requires an element of type 'Object', but the target element has type 'Array'.")]
    [InlineData("""{"templates":[{"units":[1,2]}]}""", "A template has 2 parts; it must have four for each unit and one more, for at most 257 units.")]
    [InlineData("""{"templates":[{"units":["","a",3,9,""]}]}""", "A unit has the role 9; it must be 0 to 3.")]
    [InlineData("""{"templates":[{"units":["","a",0,3,""]}]}""", "Unit 0 of a template has the hash of a wildcard and the word 'a'; a wildcard is '<*>', a value, and among the first 64 units.")]
    [InlineData("""{"templates":[{"units":["",null,3,0,""]}]}""", "A template has null where a text must be.")]
    [InlineData("""{"templates":[{"units":[""],"supersedes":[],"shape":1,"readsUnits":false,"id":"0000000000000001"}]}""", "A template has the id '0000000000000001'; its units make it '2d06800538d394c3'.")]
    public void LoadState_BadTemplate_SaysWhatIsWrong(string section, string message) =>
        Assert.Equal(message, Assert.Throws<JsonException>(() => Load(Create(), Encoding.UTF8.GetBytes(section))).Message);

    [Fact]
    public void LoadState_RandomDamage_IsAJsonExceptionOrHarmless()
    {
        byte[] saved = Save(Learn(5));
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < Mutations; round++)
        {
            TemplateParser parser = Create();
            try
            {
                Load(parser, Damage(saved, random));
                Assert.Equal(saved, Save(parser));
            }
            catch (JsonException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Mutations * 9 / 10, Mutations);
    }

    private static byte[] Damage(byte[] saved, Random random)
    {
        List<byte> damaged = [.. saved];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(damaged.Count);
            switch (random.Next(6))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 30), damaged.Count - at));
                    break;
                case 3:
                    damaged.InsertRange(at, damaged.GetRange(random.Next(damaged.Count - 30), random.Next(1, 30)));
                    break;
                case 4:
                    damaged[at] = "0123456789\"[]{},:-ntf"u8[random.Next(21)];
                    break;
                default:
                    string[] parts = ["null", "\"\\ud800\"", "-1", "1e400", "99999999999999999999", "[]", "{}", "true"];
                    int comma = damaged.IndexOf((byte)',', at);
                    int next = comma < 0 ? -1 : damaged.IndexOf((byte)',', comma + 1);
                    if (next > 0)
                    {
                        damaged.RemoveRange(comma + 1, next - comma - 1);
                        damaged.InsertRange(comma + 1, Encoding.UTF8.GetBytes(parts[random.Next(parts.Length)]));
                    }

                    break;
            }
        }

        return [.. damaged];
    }

    private static TemplateParser Create() => new(new ParsingOptions(), TimeProvider.System);

    private static TemplateParser Learn(int seed) => Learn(RandomLog.Lines(new Random(seed), 60));

    private static TemplateParser Learn(params string[] lines)
    {
        TemplateParser parser = Create();
        foreach (string line in lines)
        {
            parser.TryParse(LogLine.FromText(line), out _);
        }

        return parser;
    }

    private static byte[] Save(TemplateParser parser)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            parser.SaveState(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Merge(TemplateParser parser, byte[] saved)
    {
        TemplateParser replica = Create();
        Load(replica, saved);
        parser.Merge(replica);
    }

    private static void Load(TemplateParser parser, byte[] saved)
    {
        using var document = JsonDocument.Parse(saved);
        parser.LoadState(document.RootElement, parser.StateVersion);
    }
}
