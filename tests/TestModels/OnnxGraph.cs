using System.Globalization;
using System.Runtime.InteropServices;

namespace LogGuardian.TestModels;

/// <summary>Writes an ONNX model: nodes in the order of the calls, weights inside. Field numbers are those of onnx.proto.</summary>
public sealed class OnnxGraph
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

    /// <summary>Adds numbers that do not change.</summary>
    public string Constant(float[] values, params long[] dimensions) => Constant(F32, MemoryMarshal.AsBytes(values.AsSpan()), dimensions);

    /// <summary>Adds small whole numbers that do not change.</summary>
    public string Constant(sbyte[] values, params long[] dimensions) => Constant(I8, MemoryMarshal.AsBytes(values.AsSpan()), dimensions);

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

    /// <summary>The model.</summary>
    public byte[] ToModel() => new ProtoMessage()
        .Add(1, IrVersion)
        .Add(2, "LogGuardian.TestModels")
        .Add(7, _graph.Add(2, "model"))
        .Add(8, new ProtoMessage().Add(2, Opset))
        .ToArray();

    private string Constant(int type, ReadOnlySpan<byte> raw, long[] dimensions)
    {
        string name = Next();
        var tensor = new ProtoMessage();
        foreach (long dimension in dimensions)
        {
            tensor.Add(1, dimension);
        }

        _graph.Add(5, tensor.Add(2, type).Add(8, name).Add(9, raw));
        return name;
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
