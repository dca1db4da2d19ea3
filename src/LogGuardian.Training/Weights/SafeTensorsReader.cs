using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace LogGuardian.Training;

/// <summary>Reads tensors of a safetensors file, one at a time. Threads may read at the same time.</summary>
internal sealed class SafeTensorsReader : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _dataAt;
    private readonly SafeTensorsHeader _header;
    private readonly Dictionary<string, TensorEntry> _tensors;

    private SafeTensorsReader(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
        long length = RandomAccess.GetLength(file);
        byte[] head = new byte[sizeof(ulong)];
        if (length < head.Length)
        {
            throw SafeTensorsHeader.Broken(path, "it is shorter than the 8 bytes that say how long its header is.");
        }

        Fill(head, 0);
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(head);
        if (bytes > SafeTensorsHeader.MostBytes || (long)bytes > length - head.Length)
        {
            throw SafeTensorsHeader.Broken(path, $"its header would have {bytes} bytes; it must have at most {SafeTensorsHeader.MostBytes}, and end within the file.");
        }

        byte[] json = new byte[bytes];
        Fill(json, head.Length);
        _dataAt = head.Length + (long)bytes;
        _header = SafeTensorsHeader.Parse(path, json, length - _dataAt);
        _tensors = _header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _header.Tensors;

    /// <summary>What the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="InvalidDataException">It is no safetensors file; the message names file, tensor and rule.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafeTensorsReader Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path);
        try
        {
            return new SafeTensorsReader(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name; null if it has none.</summary>
    public TensorEntry? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Reads floating point of any width.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it is not floating point.</exception>
    public Weight Read(string name)
    {
        TensorEntry tensor = Get(name);
        if (tensor.Kind is not (TensorKind.F64 or TensorKind.F32 or TensorKind.F16 or TensorKind.BF16))
        {
            throw new InvalidDataException($"'{_path}': the tensor '{name}' is {tensor.Kind}; weights must be F64, F32, F16 or BF16. Convert the model to one of them.");
        }

        int size = TensorNumbers.Size(tensor.Kind);
        float[] values = new float[Countable(tensor, (tensor.End - tensor.Begin) / size)];
        byte[] buffer = new byte[(int)Math.Min(BufferBytes, tensor.End - tensor.Begin)];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(values.Length - done, buffer.Length / size);
            Span<byte> bytes = buffer.AsSpan(0, count * size);
            Fill(bytes, _dataAt + tensor.Begin + ((long)done * size));
            TensorNumbers.Read(tensor.Kind, bytes, values.AsSpan(done, count));
            done += count;
        }

        return new Weight(tensor.Shape, values);
    }

    /// <summary>Reads a tensor as it is in the file.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public byte[] ReadBytes(string name)
    {
        TensorEntry tensor = Get(name);
        byte[] bytes = new byte[Countable(tensor, tensor.End - tensor.Begin)];
        Fill(bytes, _dataAt + tensor.Begin);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private TensorEntry Get(string name) =>
        Find(name) ?? throw new InvalidDataException($"'{_path}' has no tensor '{name}'; it has {_tensors.Count} others. Take the file that has it.");

    private long Countable(TensorEntry tensor, long count) => count <= Array.MaxLength
        ? count
        : throw new InvalidDataException($"'{_path}': the tensor '{tensor.Name}' has {count} numbers; at most {Array.MaxLength} can be read. Take a smaller model.");

    private void Fill(Span<byte> bytes, long at)
    {
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(_file, bytes, at);
            if (read == 0)
            {
                throw SafeTensorsHeader.Broken(_path, "it has become shorter while it was read.");
            }

            bytes = bytes[read..];
            at += read;
        }
    }
}
