namespace LogGuardian.Inference;

/// <summary>
/// Reads of an ONNX file what must be known before ONNX Runtime gets it: inputs, outputs, operators, and the names of other files that it would open. Weights are stepped over.
/// </summary>
internal sealed class OnnxReader
{
    private const int MostDepth = 48;
    private const int MostNames = 4096;
    private readonly ProtoReader _reader;
    private readonly List<OnnxTensor> _inputs = [];
    private readonly List<OnnxTensor> _outputs = [];
    private readonly HashSet<string> _weights = new(StringComparer.Ordinal);
    private readonly HashSet<string> _operators = new(StringComparer.Ordinal);
    private readonly HashSet<string> _external = new(StringComparer.Ordinal);

    private OnnxReader(Stream stream) => _reader = new ProtoReader(stream);

    /// <summary>The messages of ONNX that are entered.</summary>
    private enum Kind
    {
        None,
        Model,
        MainGraph,
        Graph,
        Function,
        Node,
        Attribute,
        Sparse,
        Tensor,
        MainTensor,
        Entry,
        Input,
        Output,
        Operator,
        TensorName,
    }

    /// <exception cref="InvalidDataException">It is not an ONNX model.</exception>
    public static OnnxModel Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        var reader = new OnnxReader(stream);
        reader.Message(Kind.Model, stream.Length, 0);
        if (reader._outputs.Count == 0)
        {
            throw ProtoReader.Damaged("it has no outputs");
        }

        return new OnnxModel
        {
            Inputs = [.. reader._inputs.Where(input => !reader._weights.Contains(input.Name))],
            Outputs = reader._outputs,
            Operators = reader._operators,
            ExternalFiles = reader._external,
        };
    }

    private static Kind Child(Kind parent, int field) => (parent, field) switch
    {
        (Kind.Model, 7) => Kind.MainGraph,
        (Kind.Model, 25) => Kind.Function,
        (Kind.MainGraph or Kind.Graph, 1) => Kind.Node,
        (Kind.MainGraph, 5) => Kind.MainTensor,
        (Kind.Graph, 5) => Kind.Tensor,
        (Kind.MainGraph, 11) => Kind.Input,
        (Kind.MainGraph, 12) => Kind.Output,
        (Kind.MainGraph or Kind.Graph, 15) => Kind.Sparse,
        (Kind.Node, 4) => Kind.Operator,
        (Kind.Node, 5) => Kind.Attribute,
        (Kind.Attribute, 5 or 10) => Kind.Tensor,
        (Kind.Attribute, 6 or 11) => Kind.Graph,
        (Kind.Attribute, 22 or 23) => Kind.Sparse,
        (Kind.Sparse, 1 or 2) => Kind.Tensor,
        (Kind.Function, 7) => Kind.Node,
        (Kind.Function, 11) => Kind.Attribute,
        (Kind.MainTensor, 8) => Kind.TensorName,
        (Kind.MainTensor or Kind.Tensor, 13) => Kind.Entry,
        _ => Kind.None,
    };

    private void Message(Kind kind, long end, int depth)
    {
        if (depth > MostDepth)
        {
            throw ProtoReader.Damaged("its graphs are nested too deeply");
        }

        while (_reader.Position < end)
        {
            (int field, int wire) = _reader.Tag();
            Kind child = wire == 2 ? Child(kind, field) : Kind.None;
            if (child == Kind.None)
            {
                _reader.Skip(wire, end);
            }
            else
            {
                Enter(child, _reader.End(end), depth + 1);
            }
        }

        if (_reader.Position != end)
        {
            throw ProtoReader.Damaged("a field is longer than what it is part of");
        }
    }

    private void Enter(Kind kind, long end, int depth)
    {
        switch (kind)
        {
            case Kind.Operator:
                Add(_operators, _reader.Text(end));
                break;
            case Kind.TensorName:
                _weights.Add(_reader.Text(end));
                break;
            case Kind.Entry:
                Entry(end);
                break;
            case Kind.Input:
                Add(_inputs, Value(end));
                break;
            case Kind.Output:
                Add(_outputs, Value(end));
                break;
            default:
                Message(kind, end, depth);
                break;
        }
    }

    private static void Add<TItem>(ICollection<TItem> to, TItem item)
    {
        to.Add(item);
        if (to.Count > MostNames)
        {
            throw ProtoReader.Damaged("it has more than 4,096 inputs, outputs or operators");
        }
    }

    /// <summary>A pair that says where weights are.</summary>
    private void Entry(long end)
    {
        string key = "";
        string value = "";
        Fields(end, (field, fieldEnd) =>
        {
            switch (field)
            {
                case 1:
                    key = _reader.Text(fieldEnd);
                    return true;
                case 2:
                    value = _reader.Text(fieldEnd);
                    return true;
                default:
                    return false;
            }
        });
        if (key == "location")
        {
            Add(_external, value);
        }
    }

    private OnnxTensor Value(long end)
    {
        string name = "";
        int type = 0;
        List<long?>? shape = null;
        Fields(end, (field, fieldEnd) =>
        {
            if (field == 1)
            {
                name = _reader.Text(fieldEnd);
                return true;
            }

            return field == 2 && Nested(fieldEnd, (of, ofEnd) => of == 1 && Nested(ofEnd, (part, partEnd) => part == 2 && Shape(partEnd, ref shape), (part, number) =>
            {
                type = part == 1 ? (int)number : type;
            }));
        });
        return new OnnxTensor(name, type, shape);
    }

    private bool Shape(long end, ref List<long?>? shape)
    {
        List<long?> dimensions = shape ?? [];
        bool entered = Nested(end, (field, fieldEnd) =>
        {
            if (field != 1)
            {
                return false;
            }

            long? size = null;
            Add(dimensions, null);
            Nested(fieldEnd, static (_, _) => false, (part, number) => size = part == 1 ? (long)number : size);
            dimensions[^1] = size;
            return true;
        });
        shape = dimensions;
        return entered;
    }

    private bool Nested(long end, Func<int, long, bool> enter, Action<int, ulong>? number = null)
    {
        Fields(end, enter, number);
        return true;
    }

    /// <summary>Goes through the fields of a message; what <paramref name="enter"/> does not read is stepped over.</summary>
    private void Fields(long end, Func<int, long, bool> enter, Action<int, ulong>? number = null)
    {
        while (_reader.Position < end)
        {
            (int field, int wire) = _reader.Tag();
            if (wire == 0)
            {
                ulong value = _reader.Varint();
                number?.Invoke(field, value);
            }
            else if (wire == 2)
            {
                long fieldEnd = _reader.End(end);
                if (!enter(field, fieldEnd))
                {
                    _reader.SkipTo(fieldEnd);
                }
            }
            else
            {
                _reader.Skip(wire, end);
            }
        }
    }
}
