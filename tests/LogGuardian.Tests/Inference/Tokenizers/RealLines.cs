using System.IO.Compression;
using System.Text;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Inference.Tokenizers;

/// <summary>Lines that tokenizers are tried with: logs of many systems, and what logs seldom hold.</summary>
internal static class RealLines
{
    /// <summary>What each kind of tokenizer has rules for; its controls, marks and scripts are written as escapes.</summary>
    public static IEnumerable<string> Unusual
    {
        get
        {
            for (char c = '\u0001'; c < '\u0100'; c++)
            {
                yield return $"a{c}b {c} {c}{c} 1{c}2{c}";
            }

            yield return "CE sym 2, at 0x0b85eee0, mask 0x05";
            yield return "It's we'll they've I'M You'RE 'd 'x '' don't";
            yield return "  two  spaces   three    four ";
            yield return " \t mixed \t\t white \n\n space \r\n \u00a0 \u2003 \u3000 end \n ";
            yield return "na\u00efve caf\u00e9 Z\u00fcrich \u00c5ngstr\u00f6m e\u0301 o\u0308\u0323 \u1ec7 \u0130stanbul \u00df \u1e9e";
            yield return "\u4f60\u597d\uff0c\u4e16\u754c 12\u6708\u65e5 \u65e5\u672c\u8a9e\u30c6\u30b9\u30c8 \uc11c\ubc84 \uc624\ub958";
            yield return "\u043e\u0448\u0438\u0431\u043a\u0430 \u0421\u0435\u0440\u0432\u0435\u0440 \u03bb\u03cc\u03b3\u03bf\u03c2 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u0928\u092e\u0938\u094d\u0924\u0947 \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35";
            yield return "done \U0001f680\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f4bb \u2705 \u26a0\ufe0f 5\u20ac \u00bd \u2167 \u0663\u0664 \U0001d400\U0001d7d8";
            yield return "zero\u200bwidth \u200c\u200d\u2060 soft\u00adhyphen \u202eright\u202c \ufffd \u0000nul \u0007bell \u001b[31mred\u001b[0m \u007f";
            yield return "[CLS] [SEP][MASK]x [UNK] [PAD] <s></s> <unk><pad> <|endoftext|><|begin_of_text|> [cls] <mask> y";
            yield return "!\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~";
            yield return new string('a', 100) + " " + new string('b', 101) + " " + new string('\u00e9', 100) + " " + new string('\u00e9', 101);
            yield return "\ufb01le \u2460 \u33a5 \uff21\uff22 \u212b \u2126 \u1e9b\u0323";
            yield return "a\u2581b \u2581 \u2581\u2581c";
            yield return "----====####****////....,,,,;;;;";
        }
    }

    /// <summary>At least as many lines as asked for, from all systems below LOGGUARDIAN_DATA and the repository.</summary>
    public static string[] Take(int count)
    {
        string root = ExternalData.Require("loghub-2k");
        root = Path.GetDirectoryName(root)!;
        string[] folders = ["hdfs", "bgl", "thunderbird", "loghub-2k", "unlabeled", "hadoop"];
        string[][] files =
        [
            .. folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal)).Select(File.ReadAllLines),
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples/data"), "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Unzip),
        ];

        // Short files whole, long ones as far as is needed.
        int share = count / files.Length;
        while (files.Sum(lines => Math.Min(lines.Length, share)) < count && files.Any(lines => lines.Length > share))
        {
            share += share / 4;
        }

        return [.. files.SelectMany(lines => Enumerable.Range(0, Math.Min(lines.Length, share)).Select(i => lines[i * (long)lines.Length / Math.Min(lines.Length, share)]))];
    }

    private static string[] Unzip(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
