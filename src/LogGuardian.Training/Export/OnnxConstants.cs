using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace LogGuardian.Training;

/// <summary>
/// What <see cref="OnnxGraph"/> wrote, read back: numbers that do not change, in the order in which they were added, whole numbers of 64 bits left out, and what the nodes say. Field numbers are those of onnx.proto.
/// </summary>
internal sealed class OnnxConstants
{
    private readonly Queue<(int Type, long[] Shape, ByteString Raw)> _constants = new();
    private readonly List<(string Op, Dictionary<string, double> Numbers)> _nodes = [];
    private readonly string _name;

    /// <param name="file">The model.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is no model.</exception>
    public OnnxConstants(Stream file, string name)
    {
        _name = name;
        try
        {
            var bytes = ByteString.FromStream(file);
            Each(bytes, (field, model) =>
            {
                if (field == 7)
                {
                    Each(model.ReadBytes(), Graph);
                    return true;
                }

                return false;
            });
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Other(e.Message, e);
        }
    }

    /// <summary>How many numbers are left.</summary>
    public int Count => _constants.Count;

    /// <summary>What nodes of a kind say of themselves, in their order.</summary>
    public IReadOnlyList<double> All(string op, string attribute) => [.. _nodes.Where(node => node.Op == op).Select(node => node.Numbers.GetValueOrDefault(attribute))];

    /// <summary>The shape of the next numbers.</summary>
    public IReadOnlyList<long> NextShape => _constants.TryPeek(out (int Type, long[] Shape, ByteString Raw) next) ? next.Shape : throw Other("it has fewer numbers", null);

    /// <summary>The next numbers; those of seven bits are levels of the scales that come after them, one for each row or column.</summary>
    /// <param name="byRow">Whether scales are those of rows.</param>
    /// <param name="shape">What they must be.</param>
    public float[] Take(bool byRow, params long[] shape)
    {
        if (!NextShape.SequenceEqual(shape))
        {
            throw Other($"[{string.Join(", ", NextShape)}] stands where [{string.Join(", ", shape)}] is expected", null);
        }

        (int type, _, ByteString raw) = _constants.Dequeue();
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return (type, (long)raw.Length) switch
        {
            (OnnxGraph.F32, long length) when length == count * sizeof(float) => MemoryMarshal.Cast<byte, float>(raw.Span).ToArray(),
            (OnnxGraph.I8, long length) when length == count => Scaled(MemoryMarshal.Cast<byte, sbyte>(raw.Span), (int)shape[^1], byRow ? Take(false, shape[0], 1) : Take(false, shape[^1]), byRow),
            _ => throw Other($"[{string.Join(", ", shape)}] of type {type} has {raw.Length} bytes", null),
        };
    }

    /// <summary>An exception that says how it is not what is written here.</summary>
    public InvalidDataException Other(string how, Exception? inner) =>
        new($"{_name} is not as LogGuardian writes it: {how}. Only models that LogGuardian exported can learn on; open another by the folder of its weights.", inner);

    private static float[] Scaled(ReadOnlySpan<sbyte> levels, int columns, float[] scales, bool byRow)
    {
        float[] values = new float[levels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = levels[i] * scales[byRow ? i / columns : i % columns];
        }

        return values;
    }

    private static void Each(ByteString message, Func<int, CodedInputStream, bool> take)
    {
        CodedInputStream input = message.CreateCodedInput();
        while (input.ReadTag() is not 0 and uint tag)
        {
            if (!take(WireFormat.GetTagFieldNumber(tag), input))
            {
                input.SkipLastField();
            }
        }
    }

    private bool Graph(int field, CodedInputStream graph)
    {
        switch (field)
        {
            case 1:
                Node(graph.ReadBytes());
                return true;
            case 5:
                Constant(graph.ReadBytes());
                return true;
            default:
                return false;
        }
    }

    private void Node(ByteString message)
    {
        string op = "";
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        Each(message, (field, node) =>
        {
            switch (field)
            {
                case 4:
                    op = node.ReadString();
                    return true;
                case 5:
                    string name = "";
                    Each(node.ReadBytes(), (part, attribute) =>
                    {
                        switch (part)
                        {
                            case 1:
                                name = attribute.ReadString();
                                return true;
                            case 2:
                                // As it was written: 1e-12, not the float next to it.
                                numbers[name] = double.Parse(attribute.ReadFloat().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
                                return true;
                            case 3:
                                numbers[name] = attribute.ReadInt64();
                                return true;
                            default:
                                return false;
                        }
                    });
                    return true;
                default:
                    return false;
            }
        });
        _nodes.Add((op, numbers));
    }

    private void Constant(ByteString message)
    {
        int type = 0;
        List<long> shape = [];
        ByteString raw = ByteString.Empty;
        Each(message, (field, tensor) =>
        {
            switch (field)
            {
                case 1:
                    shape.Add(tensor.ReadInt64());
                    return true;
                case 2:
                    type = tensor.ReadInt32();
                    return true;
                case 9:
                    raw = tensor.ReadBytes();
                    return true;
                default:
                    return false;
            }
        });
        if (type != OnnxGraph.I64)
        {
            _constants.Enqueue((type, [.. shape], raw));
        }
    }
}
