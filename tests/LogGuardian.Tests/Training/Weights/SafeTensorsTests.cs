using System.Runtime.InteropServices;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Weights;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_OfTwoTensors_IsTheGoldenFile()
    {
        var weights = new Dictionary<string, Weight> { ["b"] = new([], [1.5f]), ["a"] = new([2], [1, -2]) };
        long bytes = SafeTensorsWriter.Write(PathOf("golden"), weights, TensorKind.F32, new Dictionary<string, string> { ["format"] = "pt" });

        const string Header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";
        byte[] golden = SafeTensorsBytes.Of(Header.PadRight((Header.Length + 7) / 8 * 8), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0xc0, 0x3f);
        Assert.Equal(12, bytes);
        Assert.Equal(golden, File.ReadAllBytes(PathOf("golden")));
        Assert.Equal([PathOf("golden")], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Read_OfGoldenFile_FindsAllKinds()
    {
        const string Header = """
            {"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"f":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]},"h":{"dtype":"F16","shape":[1],"data_offsets":[12,14]},
            "g":{"dtype":"BF16","shape":[1],"data_offsets":[14,16],"note":{"x":[1]}},"i":{"dtype":"I64","shape":[1],"data_offsets":[16,24]},"j":{"dtype":"I32","shape":[1],"data_offsets":[24,28]},
            "k":{"dtype":"I8","shape":[2],"data_offsets":[28,30]},"l":{"dtype":"U8","shape":[1],"data_offsets":[30,31]},"m":{"dtype":"BOOL","shape":[],"data_offsets":[31,32]},
            "__metadata__":{"by":"hand"},"z":{"dtype":"F32","shape":[0,3],"data_offsets":[12,12]}}
            """;
        using SafeTensorsReader reader = Open(SafeTensorsBytes.Of(
            Header, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0x20, 0xc0, 0, 0x3c, 0x40, 0x40, 255, 255, 255, 255, 255, 255, 255, 255, 7, 0, 0, 0, 0x80, 1, 200, 1));

        Assert.Equal("d,f,z,h,g,i,j,k,l,m", string.Join(',', reader.Tensors.Select(tensor => tensor.Name)));
        Assert.Equal([1.5f], reader.Read("d").Values);
        Assert.Equal([-2.5f], reader.Read("f").Values);
        Assert.Equal([1, 1], reader.Read("f").Shape);
        Assert.Equal([1f], reader.Read("h").Values);
        Assert.Equal([3f], reader.Read("g").Values);
        Assert.Empty(reader.Read("z").Values);
        Assert.Equal([0L, 3], reader.Read("z").Shape);
        Assert.Equal([-1L], MemoryMarshal.Cast<byte, long>(reader.ReadBytes("i")).ToArray());
        Assert.Equal([7], MemoryMarshal.Cast<byte, int>(reader.ReadBytes("j")).ToArray());
        Assert.Equal([0x80, 1], reader.ReadBytes("k"));
        Assert.Equal([200], reader.ReadBytes("l"));
        Assert.Equal([1], reader.ReadBytes("m"));
        Assert.Equal(TensorKind.Bool, reader.Find("m")!.Kind);
        Assert.Equal("hand", reader.Metadata["by"]);
        Assert.Contains("'i' is I64", Assert.Throws<InvalidDataException>(() => reader.Read("i")).Message, StringComparison.Ordinal);
        Assert.Contains("no tensor 'q'", Assert.Throws<InvalidDataException>(() => reader.Read("q")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)TensorKind.F16)]
    [InlineData((int)TensorKind.BF16)]
    public void RoundTrip_OfAllHalves_IsBitForBit(int kind)
    {
        byte[] all = MemoryMarshal.AsBytes(Enumerable.Range(0, 65536).Select(bits => (ushort)bits).ToArray().AsSpan()).ToArray();
        float[] values = new float[65536];
        TensorNumbers.Read((TensorKind)kind, all, values);
        byte[] again = new byte[all.Length];
        Assert.True(TensorNumbers.Write((TensorKind)kind, values, again));
        for (int i = 0; i < values.Length; i++)
        {
            float read = values[i];
            Assert.True(float.IsNaN(read) ? (again[(2 * i) + 1] & 0x7c) == 0x7c : again.AsSpan(2 * i, 2).SequenceEqual(all.AsSpan(2 * i, 2)), $"{i:x4} became {again[(2 * i) + 1]:x2}{again[2 * i]:x2}.");
        }
    }

    [Fact]
    public void Write_OfNumbersBetween_RoundsToEven()
    {
        float[] values = [1.00390625f, 1.01171875f, float.NaN, float.NegativeInfinity, -0f];
        byte[] bytes = new byte[10];
        Assert.True(TensorNumbers.Write(TensorKind.BF16, values, bytes));
        Assert.Equal([0x3f80, 0x3f82, 0xffc0, 0xff80, 0x8000], MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(bits => (int)bits));
    }

    [Fact]
    public void RoundTrip_OfManyTensors_IsBitForBit()
    {
        var random = new Random(7);
        var weights = new Dictionary<string, Weight> { ["empty"] = new([3, 0], []), ["one"] = new([], [BitConverter.UInt32BitsToSingle(0x7fa00001)]), ["schön \"\\\n"] = new([1], [1]) };
        for (int i = 0; i < 200; i++)
        {
            int columns = random.Next(1, 9);
            float[] values = new float[columns * (i == 0 ? 100_000 : 3)];
            random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            weights[$"t{i}"] = new([values.Length / columns, columns], values);
        }

        SafeTensorsWriter.Write(PathOf("many"), weights, TensorKind.F32);
        using var reader = SafeTensorsReader.Open(PathOf("many"));
        Assert.Equal(weights.Keys.Order(StringComparer.Ordinal), reader.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        foreach ((string name, Weight weight) in weights)
        {
            Weight read = reader.Read(name);
            Assert.Equal(weight.Shape, read.Shape);
            Assert.True(MemoryMarshal.AsBytes(weight.Values.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(read.Values.AsSpan())), name);
        }

        SafeTensorsWriter.Write(PathOf("again"), weights.Reverse().ToDictionary(), TensorKind.F32);
        Assert.Equal(File.ReadAllBytes(PathOf("many")), File.ReadAllBytes(PathOf("again")));
    }

    [Fact]
    public void Write_OfWhatCannotBe_LeavesWhatWasThere()
    {
        File.WriteAllText(PathOf("old"), "old");
        Assert.Contains("'w' has 1 values", Refused(new([2], [1]), TensorKind.F32), StringComparison.Ordinal);
        Assert.Contains("'w' has a number beyond what F16", Refused(new([1], [70000]), TensorKind.F16), StringComparison.Ordinal);
        Assert.Contains("'w' has a number beyond what BF16", Refused(new([1], [float.MaxValue]), TensorKind.BF16), StringComparison.Ordinal);
        Assert.Contains("I8 cannot be written", Refused(new([1], [1]), TensorKind.I8), StringComparison.Ordinal);
        Assert.Contains("__metadata__", Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(PathOf("old"), new Dictionary<string, Weight> { ["__metadata__"] = new([], [1]) }, TensorKind.F32)).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(PathOf("old")));
        Assert.Single(Directory.GetFiles(_folder));
    }

    public static TheoryData<string, string, int, string> Malformed => new()
    {
        { "no tensor is there", "{}", 1, "all bytes must be of tensors" },
        { "array", "[]", 0, "does not begin with '{'" },
        { "space first", " {}", 0, "does not begin with '{'" },
        { "empty header", "", 0, "does not begin with '{'" },
        { "no JSON", "{\"a\":", 0, "is no JSON" },
        { "more after", "{}{}", 0, "is no JSON" },
        { "deep", "{\"a\":{\"x\":[[[[[[[[[[1]]]]]]]]]]}}", 0, "is no JSON" },
        { "number for a tensor", "{\"a\":1}", 0, "'a' must be an object" },
        { "same name", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2, "two tensors 'a'" },
        { "same field", "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "'a' has no valid dtype" },
        { "unknown dtype", SafeTensorsBytes.One("F8_E4M3", "[1]", "[0,1]"), 1, "'a' is F8_E4M3" },
        { "dtype as number", SafeTensorsBytes.One("1", "[1]", "[0,4]"), 4, "'a' is 1" },
        { "dtype in other case", SafeTensorsBytes.One("Bool", "[1]", "[0,1]"), 1, "'a' is Bool" },
        { "dtype as list", SafeTensorsBytes.One("F64,F32", "[1]", "[0,4]"), 4, "'a' is F64,F32" },
        { "negative dimension", SafeTensorsBytes.One("F32", "[-1]", "[0,4]"), 4, "no valid shape" },
        { "dimension with a point", SafeTensorsBytes.One("F32", "[1.0]", "[0,4]"), 4, "no valid shape" },
        { "shape of text", SafeTensorsBytes.One("F32", "\"1\"", "[0,4]"), 4, "no valid shape" },
        { "many dimensions", SafeTensorsBytes.One("F32", $"[{string.Join(',', Enumerable.Repeat("1", 65))}]", "[0,4]"), 4, "no valid shape" },
        { "three offsets", SafeTensorsBytes.One("F32", "[1]", "[0,4,8]"), 4, "no valid data_offsets" },
        { "one offset", SafeTensorsBytes.One("F32", "[1]", "[0]"), 4, "no valid data_offsets" },
        { "no shape", "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "must have dtype, shape and data_offsets" },
        { "overflow", SafeTensorsBytes.One("F32", "[4611686018427387904,2]", "[0,8]"), 8, "more than can be counted" },
        { "offsets reversed", SafeTensorsBytes.One("F32", "[1]", "[4,0]"), 4, "must be 4 bytes apart" },
        { "bytes and shape differ", SafeTensorsBytes.One("F32", "[2]", "[0,4]"), 4, "must be 8 bytes apart" },
        { "beyond the end", SafeTensorsBytes.One("F32", "[2]", "[0,8]"), 7, "it is cut off" },
        { "hole at the start", SafeTensorsBytes.One("F32", "[1]", "[4,8]"), 8, "must begin at 0" },
        { "hole", "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}}", 3, "'b' begins at 2; it must begin at 1" },
        { "overlap", "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "'b' begins at 1; it must begin at 2" },
        { "metadata of numbers", "{\"__metadata__\":{\"x\":1}}", 0, "must be an object of texts" },
        { "metadata of text", "{\"__metadata__\":\"x\"}", 0, "must be an object of texts" },
        { "half of a pair", "{\"\\ud800\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "is no JSON" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Open_OfMalformedFile_NamesFileAndRule(string what, string header, int data, string rule) =>
        AssertRefused(SafeTensorsBytes.Of(header, new byte[data]), rule, what);

    [Fact]
    public void Open_OfWrongLengths_NamesFileAndRule()
    {
        AssertRefused([], "shorter than the 8 bytes", "empty");
        AssertRefused([2, 0, 0, 0, 0, 0, 0], "shorter than the 8 bytes", "seven bytes");
        AssertRefused([3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'], "would have 3 bytes", "header cut off");
        AssertRefused([255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}'], "at most 100000000", "header of all");
        AssertRefused([4, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"', 0xff, (byte)'"'], "is no JSON", "no UTF-8");
    }

    [Fact]
    public void Open_OfAnyCutFile_Refuses()
    {
        byte[] file = SafeTensorsBytes.Of(SafeTensorsBytes.One("F32", "[1]", "[0,4]"), 1, 2, 3, 4);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Open(file[..length]));
        }

        using SafeTensorsReader whole = Open(file);
        Assert.Single(whole.Tensors);
    }

    private void AssertRefused(byte[] bytes, string rule, string what)
    {
        string message = Assert.Throws<InvalidDataException>(() => Open(bytes)).Message;
        Assert.Contains(PathOf("file"), message, StringComparison.Ordinal);
        Assert.True(message.Contains(rule, StringComparison.Ordinal), $"{what}: {message}");
        Assert.EndsWith("again.", message, StringComparison.Ordinal);
    }

    private string Refused(Weight weight, TensorKind kind) =>
        Assert.ThrowsAny<ArgumentException>(() => SafeTensorsWriter.Write(PathOf("old"), new Dictionary<string, Weight> { ["w"] = weight }, kind)).Message;

    private SafeTensorsReader Open(byte[] bytes)
    {
        File.WriteAllBytes(PathOf("file"), bytes);
        return SafeTensorsReader.Open(PathOf("file"));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
