using System.Buffers.Binary;
using System.Text;
using LogGuardian.Training;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Training.Reports;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddSeconds(1_772_366_400.5));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void File_Begun_HasTheBytesThatAllEventFilesBeginWith()
    {
        string path = Write(_ => { });
        byte[] bytes = File.ReadAllBytes(path);

        // 24 bytes, its checksum; field 1 is the time, field 3 the version.
        Assert.Equal("1800000000000000A37F4B22" + "09" + Convert.ToHexString(BitConverter.GetBytes(1_772_366_400.5)) + "1A0D" + Convert.ToHexString("brain.Event:2"u8), Convert.ToHexString(bytes[..36]));
        Assert.StartsWith("events.out.tfevents.1772366400.", Path.GetFileName(path), StringComparison.Ordinal);
        Assert.Equal(40, bytes.Length);
    }

    [Fact]
    public void Write_Scalar_HasTheBytesOfTheFormat()
    {
        string path = Write(writer => writer.Write("loss", 0.5, 300));

        // Time; step 300; a summary of 13 bytes: a value of 11 bytes: tag "loss", simple value 0.5.
        Assert.Equal(
            "09" + Convert.ToHexString(BitConverter.GetBytes(1_772_366_400.5)) + "10AC02" + "2A0D" + "0A0B" + "0A046C6F7373" + "150000003F",
            Convert.ToHexString(Records(path)[1]));
    }

    [Fact]
    public void Write_Scalars_AreReadBack()
    {
        string path = Write(writer =>
        {
            writer.Write("stage/" + new string('x', 200), -1e-3, 0);
            writer.Write("nan", double.NaN, long.MaxValue);
        });
        byte[][] records = Records(path);
        Assert.Equal(3, records.Length);
        Dictionary<int, object> summary = Fields((byte[])Fields((byte[])Fields(records[1])[5])[1]);
        Assert.False(Fields(records[1]).ContainsKey(2));
        Assert.Equal("stage/" + new string('x', 200), Encoding.UTF8.GetString((byte[])summary[1]));
        Assert.Equal(-1e-3f, summary[2]);
        Assert.Equal(long.MaxValue, (long)(ulong)Fields(records[2])[2]);
        Assert.Equal(float.NaN, Fields((byte[])Fields((byte[])Fields(records[2])[5])[1])[2]);
    }

    [Fact]
    public void Resumed_Run_WritesAnotherFileThatVoidsLaterSteps()
    {
        string first = Write(_ => { });
        string path = Write(_ => { }, resumedAt: 41);
        Assert.NotEqual(first, path);
        Dictionary<int, object> start = Fields(Records(path)[1]);
        Assert.Equal(41ul, start[2]);
        Assert.Equal(1ul, Fields((byte[])start[7])[1]);
    }

    [Fact]
    public void Write_WithoutTagOrBelowZero_Throws() => Write(writer =>
    {
        Assert.Throws<ArgumentException>(() => writer.Write("", 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write("a", 1, -1));
    });

    [Fact]
    public void MaskedChecksum_KnownText_IsKnown()
    {
        // The check value of CRC-32C is E3069283.
        uint expected = ((0xE3069283 >> 15) | (0xE3069283 << 17)) + 0xA282EAD8;
        Assert.Equal(expected, TfRecord.MaskedChecksum("123456789"u8));
    }

    private string Write(Action<TensorBoardWriter> write, long? resumedAt = null)
    {
        using var writer = new TensorBoardWriter(_root, _clock, resumedAt);
        write(writer);
        return writer.Path;
    }

    /// <summary>Reads records by the format alone, their checksums bit by bit.</summary>
    private static byte[][] Records(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        var records = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            Assert.Equal(Checksum(bytes[..8]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            records.Add(bytes.Slice(12, length).ToArray());
            Assert.Equal(Checksum(records[^1]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]));
            bytes = bytes[(16 + length)..];
        }

        return [.. records];
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = 0xFFFFFFFF;
        foreach (byte b in bytes)
        {
            checksum ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 1) == 1 ? (checksum >> 1) ^ 0x82F63B78 : checksum >> 1;
            }
        }

        checksum = ~checksum;
        return ((checksum >> 15) | (checksum << 17)) + 0xA282EAD8;
    }

    private static Dictionary<int, object> Fields(byte[] message)
    {
        var fields = new Dictionary<int, object>();
        for (int i = 0; i < message.Length;)
        {
            ulong key = Variable(message, ref i);
            fields[(int)(key >> 3)] = (key & 7) switch
            {
                0 => Variable(message, ref i),
                1 => BitConverter.ToDouble(message, (i += 8) - 8),
                5 => BitConverter.ToSingle(message, (i += 4) - 4),
                _ => Part(message, ref i),
            };
        }

        return fields;
    }

    private static byte[] Part(byte[] message, ref int i)
    {
        int length = (int)Variable(message, ref i);
        return message[i..(i += length)];
    }

    private static ulong Variable(byte[] message, ref int i)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = message[i++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }
}
