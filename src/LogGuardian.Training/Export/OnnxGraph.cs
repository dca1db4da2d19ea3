using System.Globalization;
using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>Writes an ONNX model: nodes in the order of the calls, weights inside. Field numbers are those of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    /// <summary>Element types, as onnx.proto numbers them.</summary>
    public const int F32 = 1, I8 = 3, I64 = 7, Flag = 9;

    private const int IrVersion = 10;
    private const int Opset = 23;

    private readonly ProtoMessage _graph = new();
    private int _names;

    /// <summary>Declares an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="dimensions">Numbers, or names of those that vary.</param>
    public string Input(string name, int type, params object[] dimensions)
    {
        _graph.Add(11, ValueInfo(name, type, dimensions));
        return name;
    }

    /// <summary>Declares an output.</summary>
    public void Output(string name, string value, int type, params object[] dimensions)
    {
        Add("Identity", [value], [name], []);
        _graph.Add(12, ValueInfo(name, type, dimensions));
    }

    /// <summary>Adds numbers that do not change, and must not until the model is written.</summary>
    public string Constant(float[] values, params long[] dimensions) =>
        Constant(F32, (long)values.Length * sizeof(float), stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())), dimensions);

    /// <summary>Adds numbers that do not change and are made when the model is written.</summary>
    /// <param name="type">Their element type.</param>
    /// <param name="length">How many bytes they are.</param>
    /// <param name="write">Writes them, little-endian.</param>
    /// <param name="dimensions">How many there are.</param>
    public string Constant(int type, long length, Action<Stream> write, params long[] dimensions)
    {
        (string name, ProtoMessage tensor) = Tensor(type, dimensions);
        _graph.Add(5, tensor.Add(9, length, write));
        return name;
    }

    /// <summary>Adds a vector of which only the first number is not 0: a few bytes in the file, all of them in memory.</summary>
    public string Sparse(float first, long length)
    {
        string name = Next();
        ProtoMessage values = new ProtoMessage().Add(1, 1).Add(2, F32).Add(8, name).Add(9, MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in first)));
        ProtoMessage places = new ProtoMessage().Add(1, 1).Add(2, I64).Add(9, new byte[sizeof(long)]);
        _graph.Add(15, new ProtoMessage().Add(1, values).Add(2, places).Add(3, length));
        return name;
    }

    /// <summary>Adds a vector of whole numbers that do not change.</summary>
    public string Vector(params long[] values) => Constant(I64, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    /// <summary>Adds a whole number that does not change.</summary>
    public string Scalar(long value) => Constant(I64, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), []);

    /// <summary>Adds a node with one output.</summary>
    /// <param name="op">Its operator.</param>
    /// <param name="inputs">Values; "" for one that is left out.</param>
    /// <param name="attributes">Names with an int, a float or ints.</param>
    public string Node(string op, string[] inputs, params (string Name, object Value)[] attributes) => Nodes(op, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Nodes(string op, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => Next())];
        Add(op, inputs, names, attributes);
        return names;
    }

    /// <summary>The model, where it is small.</summary>
    public byte[] ToArray() => ToMessage().ToArray();

    /// <summary>Writes the model to a file; what was there stays until all of it is written.</summary>
    /// <exception cref="InvalidOperationException">The model is larger than an ONNX file can be; nothing was written.</exception>
    public void Save(string path)
    {
        ProtoMessage model = ToMessage();
        if (model.Length > int.MaxValue)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(path)} would have {model.Length} bytes; an ONNX file has less than 2 GiB ({int.MaxValue} bytes). Export it quantized, which takes a fourth, or train a smaller model, such as one with fewer layers."));
        }

        string fresh = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.tmp");
        try
        {
            using (FileStream file = File.Create(fresh))
            {
                model.Write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private ProtoMessage ToMessage() => new ProtoMessage()
        .Add(1, IrVersion)
        .Add(2, "LogGuardian")
        .Add(7, new ProtoMessage().Add(2, "model").Append(_graph))
        .Add(8, new ProtoMessage().Add(2, Opset));

    private string Constant(int type, ReadOnlySpan<byte> raw, long[] dimensions)
    {
        (string name, ProtoMessage tensor) = Tensor(type, dimensions);
        _graph.Add(5, tensor.Add(9, raw));
        return name;
    }

    private (string Name, ProtoMessage Tensor) Tensor(int type, long[] dimensions)
    {
        string name = Next();
        var tensor = new ProtoMessage();
        foreach (long dimension in dimensions)
        {
            tensor.Add(1, dimension);
        }

        return (name, tensor.Add(2, type).Add(8, name));
    }

    private void Add(string op, string[] inputs, string[] outputs, (string Name, object Value)[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
        {
            node.Add(1, input);
        }

        foreach (string output in outputs)
        {
            node.Add(2, output);
        }

        _graph.Add(1, node.Add(4, op).AddEach(5, attributes, Attribute));
    }

    private static ProtoMessage Attribute((string Name, object Value) attribute)
    {
        ProtoMessage message = new ProtoMessage().Add(1, attribute.Name);
        switch (attribute.Value)
        {
            case int number:
                return message.Add(3, number).Add(20, 2);
            case float number:
                return message.Add(2, number).Add(20, 1);
            case long[] numbers:
                foreach (long number in numbers)
                {
                    message.Add(8, number);
                }

                return message.Add(20, 7);
            default:
                throw new ArgumentException($"Attribute {attribute.Name} is a {attribute.Value.GetType().Name}; int, float and long[] are written.", nameof(attribute));
        }
    }

    private static ProtoMessage ValueInfo(string name, int type, object[] dimensions)
    {
        ProtoMessage shape = new ProtoMessage().AddEach(1, dimensions, dimension =>
            dimension is string symbol ? new ProtoMessage().Add(2, symbol) : new ProtoMessage().Add(1, Convert.ToInt64(dimension, CultureInfo.InvariantCulture)));
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, type).Add(2, shape)));
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"v{_names++}");
}
