using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>The header of a safetensors file: which tensors it has, and where. Files come from anywhere, so that nothing of it is believed.</summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The most bytes of a header, as the format says.</summary>
    public const int MostBytes = 100_000_000;

    /// <summary>The name that is no tensor's.</summary>
    public const string MetadataName = "__metadata__";

    private const int MostDimensions = 64;
    private readonly string _path;
    private readonly List<TensorEntry> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafeTensorsHeader(string path) => _path = path;

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _tensors;

    /// <summary>What the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads a header, and checks it against the bytes that follow it.</summary>
    /// <exception cref="InvalidDataException">It breaks a rule of the format; the message names file, tensor and rule.</exception>
    public static SafeTensorsHeader Parse(string path, ReadOnlySpan<byte> json, long dataBytes)
    {
        var header = new SafeTensorsHeader(path);
        try
        {
            header.Read(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException(header.Broken($"its header is no JSON: {e.Message}").Message, e);
        }

        header.CheckPlaces(dataBytes);
        return header;
    }

    /// <summary>What a file is told of that breaks the format.</summary>
    public static InvalidDataException Broken(string path, string why) => new($"'{path}' is no safetensors file, or damaged: {why} Get or write the file again.");

    private InvalidDataException Broken(string why) => Broken(_path, why);

    private void Read(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith("{"u8))
        {
            throw Broken("its header does not begin with '{'.");
        }

        var reader = new Utf8JsonReader(json.TrimEnd((byte)' '), new JsonReaderOptions { MaxDepth = 8 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!_names.Add(name))
            {
                throw Broken($"it has two tensors '{name}'; a name must be there once.");
            }

            reader.Read();
            if (name == MetadataName)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                _tensors.Add(ReadTensor(name, ref reader));
            }
        }

        // The reader finds by itself what follows.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        bool isText = reader.TokenType == JsonTokenType.StartObject;
        while (isText && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            isText = reader.Read() && reader.TokenType == JsonTokenType.String && _metadata.TryAdd(name, reader.GetString()!);
        }

        if (!isText)
        {
            throw Broken($"{MetadataName} must be an object of texts, each name once.");
        }
    }

    private TensorEntry ReadTensor(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Broken($"the tensor '{name}' must be an object.");
        }

        string? kind = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            reader.Read();
            bool isFine = true;
            switch (field)
            {
                case "dtype":
                    isFine = kind is null && reader.TokenType == JsonTokenType.String;
                    kind = isFine ? reader.GetString() : null;
                    break;
                case "shape":
                    isFine = shape is null && (shape = Numbers(ref reader, MostDimensions)) is not null;
                    break;
                case "data_offsets":
                    isFine = offsets is null && (offsets = Numbers(ref reader, 2)) is { Count: 2 };
                    break;
                default:
                    reader.Skip();
                    break;
            }

            if (!isFine)
            {
                throw Broken($"the tensor '{name}' has no valid {field}: dtype must be a text, shape at most {MostDimensions} integers of at least 0, data_offsets two, each once.");
            }
        }

        return kind is not null && shape is not null && offsets is not null
            ? Checked(name, kind, shape, offsets)
            : throw Broken($"the tensor '{name}' must have dtype, shape and data_offsets.");
    }

    private static List<long>? Numbers(ref Utf8JsonReader reader, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private TensorEntry Checked(string name, string dtype, List<long> shape, List<long> offsets)
    {
        // Numbers, lists and other cases would be taken too.
        if (!Enum.TryParse(dtype, ignoreCase: true, out TensorKind kind) || dtype != TensorNumbers.Name(kind))
        {
            throw Broken($"the tensor '{name}' is {dtype}; it must be one of {string.Join(", ", Enum.GetValues<TensorKind>().Select(TensorNumbers.Name))}.");
        }

        long bytes = TensorNumbers.Size(kind);
        try
        {
            bytes = shape.Aggregate(bytes, (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException(Broken($"the tensor '{name}' has the shape [{string.Join(", ", shape)}], whose bytes are more than can be counted.").Message, e);
        }

        return offsets[1] >= offsets[0] && offsets[1] - offsets[0] == bytes
            ? new TensorEntry(name, kind, shape, offsets[0], offsets[1])
            : throw Broken($"the tensor '{name}' has the offsets [{string.Join(", ", offsets)}]; they must be {bytes} bytes apart for {dtype} and the shape [{string.Join(", ", shape)}].");
    }

    private void CheckPlaces(long dataBytes)
    {
        _tensors.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        long end = 0;
        foreach (TensorEntry tensor in _tensors)
        {
            if (tensor.Begin != end)
            {
                throw Broken($"the tensor '{tensor.Name}' begins at {tensor.Begin}; it must begin at {end}, where the one before it ends: there must be neither holes nor overlaps.");
            }

            end = tensor.End;
            if (end > dataBytes)
            {
                throw Broken($"the tensor '{tensor.Name}' ends at {end}, and the file's data at {dataBytes}: it is cut off.");
            }
        }

        if (end != dataBytes)
        {
            throw Broken($"its tensors end at {end}, and the file's data at {dataBytes}: all bytes must be of tensors.");
        }
    }
}
