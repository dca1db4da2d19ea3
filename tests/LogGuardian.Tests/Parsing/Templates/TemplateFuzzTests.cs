using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using LogGuardian.Parsing;
using Xunit.Abstractions;

namespace LogGuardian.Tests.Parsing.Templates;

/// <summary>
/// What holds for any content. Seeds are fixed; LOGGUARDIAN_FUZZ_SECONDS, which the tests share, makes the run longer. A failure prints the
/// shrunk input as hexadecimal digits, a line each.
/// </summary>
public class TemplateFuzzTests(ITestOutputHelper output)
{
    private const ulong Seed = 20_261_125;
    private const uint Cases = 3_000;

    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("LOGGUARDIAN_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out int seconds) ? seconds : 0;

    private static readonly string[] Tokens =
    [
        "a", "b", "red", "user", "host", "failed", "up", "17", "-3%", "12KB", "10.0.0.1", "10.0.0.1:80", "::1", "fe80::1", "blk_5", "0xff", "deadbeef01", "/var/log/a", "C:\\x.dll",
        "http://h/p?q=1", "12:34:56", "2026-11-23T10:00:00Z", "Jul", "Wed", "2005", "EDT", "k=", "k=3", "key=red", "on=true", "tag=\"c d\"", "3 days", "5 KB", "a@b.org", "()", "[]", "{}", "<>", "(1)", "LOCAL(0)", "[7](8)", "<*>", "<NUM>",
        "...", "....3", ".", ",", ":", "=", "==", "\"x\"", "'", "|", "@", "#", "é", "\u2028", "\t", "\r", "\0", "x.y.z", "a-b", "a_b", "6f1c7e52-3c0c-4a52-9a80-0f33b4a3b3f1",
    ];

    private static readonly Gen<byte[]> Logs = Gen.Select(AnyOf(Tokens), AnyOf(" ", " ", " ", "", ", ", "  "))
        .Select(pair => pair.Item1 + pair.Item2).Array[0, 12].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    private static readonly Gen<byte[]> Alike =
        AnyOf("a", "b", "up", "17", "10.0.0.1", "LOCAL(0)", "[7](8)", "(a 5)", "1, 2, 3", "1 2 3", "Wed Jul 27 10:59:53 2005", "Jul 27 10:59:53 17", "()", "x.y", "k=3", "k=a", "j=b", "on=true", "tag=\"c d\"", "\"9\".", "{3},")
        .Array[1, 4].Select(parts => Encoding.UTF8.GetBytes(string.Join(' ', parts)));

    private static readonly Gen<byte[]> Bytes = Gen.OneOf(Gen.Byte, AnyOf("0123456789abcxyzT :./-=,()[]\"'<>%\\\t\n\0"u8.ToArray())).Array[0, 60];

    private static readonly Gen<byte[]> Long = Gen.Select(AnyOf(Tokens), AnyOf(" ", "")).Select(pair => pair.Item1 + pair.Item2)
        .Array[200, 1_500].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    [Fact]
    public void Match_AnyLines_CutsParametersThatFitTheTemplate() => Check(Logs.Array[1, 40]);

    /// <summary>Few different tokens, so that lines meet: compound words, lists and dates beside values.</summary>
    [Fact]
    public void Match_LinesAlike_CutsParametersThatFitTheTemplate() => Check(Alike.Array[5, 60]);

    [Fact]
    public void Match_AnyBytes_CutsParametersThatFitTheTemplate() => Check(Bytes.Array[1, 40]);

    [Fact]
    public void Match_LongLines_CutsParametersThatFitTheTemplate() => Check(Long.Array[1, 3], Cases / 10);

    private static Gen<T> AnyOf<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private void Check(Gen<byte[][]> lines, uint cases = Cases)
    {
        var clock = Stopwatch.StartNew();
        uint done = 0;
        for (; done < cases || clock.Elapsed.TotalSeconds < Seconds / 4.0; done++)
        {
            var random = new PCG(done, Seed);
            string seed = random.ToString();
            byte[][] generated = lines.Generate(random, null, out _);
            try
            {
                Hold(generated);
            }
            catch (Exception)
            {
                // Begins with the case that failed, and looks for smaller ones.
                lines.Sample(Hold, seed: seed, iter: 2_000, threads: 1, print: all => $"{seed}\n{string.Join('\n', all.Select(Convert.ToHexString))}");
                throw;
            }
        }

        output.WriteLine(FormattableString.Invariant($"{done} cases in {clock.Elapsed.TotalSeconds:0} s"));
    }

    private static void Hold(byte[][] lines)
    {
        var miner = new TemplateMiner(2, 64);
        var scratch = new LineScratch();
        foreach (byte[] line in lines)
        {
            TemplateCluster first = miner.Match(line, scratch);
            Fits(line, first, scratch);
            TemplateCluster second = miner.Match(line, scratch);
            Assert.Equal(first.Template.Id, second.Template.Id);
            Fits(line, second, scratch);
        }

        foreach (byte[] line in lines)
        {
            Fits(line, miner.Match(line, scratch), scratch);
        }
    }

    private static void Fits(byte[] line, TemplateCluster cluster, LineScratch scratch)
    {
        int end = 0;
        Parameter[] parameters = scratch.Cut(line, cluster, line.Length, line.Length).ToArray();
        foreach (Parameter parameter in parameters)
        {
            Assert.True(parameter.Start >= end && parameter.Length >= 0 && parameter.Start + parameter.Length <= line.Length, cluster.Template.Text);
            end = parameter.Start + parameter.Length;
        }

        Assert.Equal(cluster.Roles.Count(role => role == UnitRole.Value), parameters.Length);
    }
}
