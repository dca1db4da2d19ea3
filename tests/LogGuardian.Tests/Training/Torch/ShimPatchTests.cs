using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Torch;

public sealed class ShimPatchTests
{
    [Fact]
    public void Weakened_OfTinyLibrary_ChangesVersionAndSymbolOnly()
    {
        byte[] bytes = TinyElf.Build();
        byte[] weak = ShimPatch.Weakened(bytes);

        Assert.Equal([TinyElf.SymbolInfo, TinyElf.NeedFlags], Differences(bytes, weak));
        Assert.Equal(0x22, weak[TinyElf.SymbolInfo]);
        Assert.Equal(2, weak[TinyElf.NeedFlags]);
        Assert.Equal(weak, ShimPatch.Weakened(weak));
        Assert.Equal(["OWN_1.0"], ElfLibrary.Parse(bytes).Defined());
    }

    [SkippableFact]
    public void Weakened_OfTorchSharpsLibrary_ChangesTwoBytes()
    {
        byte[] bytes = File.ReadAllBytes(Shim());
        byte[] weak = ShimPatch.Weakened(bytes);
        int[] differences = Differences(bytes, weak);

        ElfNeed need = Assert.Single(ElfLibrary.Parse(bytes).Needed(), need => need.Version == ShimPatch.Version);
        ElfSymbol symbol = Assert.Single(ElfLibrary.Parse(bytes).Marked(need.Index));
        Assert.Equal([symbol.InfoAt, need.FlagsAt], differences);
        Assert.Equal(weak, ShimPatch.Weakened(weak));
    }

    [SkippableFact]
    public void Weakened_OfTruncatedLibrary_SaysThatItIsDamaged()
    {
        byte[] bytes = File.ReadAllBytes(Shim());
        foreach (int length in (int[])[0, 3, 63, 64, 1000, bytes.Length / 2, bytes.Length - 64, bytes.Length - 1])
        {
            Assert.Throws<InvalidDataException>(() => ShimPatch.Weakened(bytes[..length]));
        }
    }

    [Theory]
    [InlineData(0, 0x7e, "does not begin as a 64-bit")]
    [InlineData(4, 1, "does not begin as a 64-bit")]
    [InlineData(5, 2, "does not begin as a 64-bit")]
    [InlineData(TinyElf.NeedNext, 1, "overlap")]
    [InlineData(TinyElf.NeedNext, 16, "leaves its section")]
    [InlineData(TinyElf.FileNext, 16, "leaves its section")]
    [InlineData(TinyElf.NeedFlags + 4, 200, "a name leaves its section")]
    [InlineData(TinyElf.RelocationSymbol, 1, "calls _ZSt21ios_base_library_initv")]
    [InlineData(TinyElf.SymbolInfo + 2, 1, "calls _ZSt21ios_base_library_initv")]
    [InlineData(TinyElf.Versions, 18, "calls  of")]
    public void Weakened_OfDamagedLibrary_SaysWhy(int at, byte value, string why)
    {
        byte[] bytes = TinyElf.Build();
        bytes[at] = value;
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => ShimPatch.Weakened(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weakened_OfListThatIsPartOfAnother_SaysSo()
    {
        byte[] bytes = TinyElf.Build();
        bytes[TinyElf.FileNext] = 16;
        bytes[TinyElf.NeedFlags + 4] = 0;
        Assert.Contains("run into each other", Assert.Throws<InvalidDataException>(() => ShimPatch.Weakened(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weakened_OfOtherSymbol_Refuses() =>
        Assert.Contains("calls _ZSt4cout of", Assert.Throws<InvalidDataException>(() => ShimPatch.Weakened(TinyElf.Build("_ZSt4cout"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Weakened_OfAnyChangedByte_NeverReadsBeyondTheFile()
    {
        byte[] bytes = TinyElf.Build();
        int refused = 0;
        for (int at = 0; at < bytes.Length; at++)
        {
            foreach (byte value in (byte[])[0, 1, 0x7f, 0xff])
            {
                byte[] damaged = [.. bytes];
                damaged[at] = value;
                try
                {
                    _ = ElfLibrary.Parse(damaged).Defined();
                    Assert.Equal(bytes.Length, ShimPatch.Weakened(damaged).Length);
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 100);
    }

    [Fact]
    public void Keep_OfCopies_LeavesOneAndMendsIt()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "torch");
        string first = ShimCache.Keep(folder, [1, 2, 3]);
        string second = ShimCache.Keep(folder, [4, 5]);
        File.WriteAllBytes(second, [9]);

        Assert.Equal(second, ShimCache.Keep(folder, [4, 5]));
        Assert.Equal([4, 5], File.ReadAllBytes(second));
        Assert.NotEqual(first, second);
        Assert.Equal([second], Directory.GetFiles(folder));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [SkippableFact]
    public void Lacks_OfSystemsLibrary_LooksIntoIt()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has libstdc++ of its own.");
        Assert.False(SystemLibrary.Lacks("libstdc++.so.6", "GLIBCXX_3.4.21"));
        Assert.True(SystemLibrary.Lacks("libstdc++.so.6", "GLIBCXX_99.0"));
        Assert.False(SystemLibrary.Lacks("libnowhere.so.1", "GLIBCXX_99.0"));
    }

    private static int[] Differences(byte[] left, byte[] right)
    {
        Assert.Equal(left.Length, right.Length);
        return [.. Enumerable.Range(0, left.Length).Where(at => left[at] != right[at])];
    }

    private static string Shim()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux needs a copy of TorchSharp's library.");
        return TorchFolders.Find().Shim;
    }
}
