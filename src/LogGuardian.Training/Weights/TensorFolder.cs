namespace LogGuardian.Training;

/// <summary>The tensors of a folder: of <c>model.safetensors</c>, or of the several files that an index names.</summary>
internal sealed class TensorFolder : IDisposable
{
    /// <summary>The one file of a model that is not spread over several.</summary>
    public const string FileName = "model.safetensors";

    private readonly Dictionary<string, SafeTensorsReader> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafeTensorsReader> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private TensorFolder()
    {
    }

    /// <summary>All tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Opens a folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message says which and why.</exception>
    public static TensorFolder Open(string folder)
    {
        var opened = new TensorFolder();
        try
        {
            opened.Fill(folder);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors as one file, or as several of at most so many bytes where a tensor alone is not larger. What a model of other files left is removed.</summary>
    /// <exception cref="ArgumentException">A tensor is not what its shape says, or out of range.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, Weight> weights, TensorKind kind, long shardBytes)
    {
        Rule.Require(shardBytes >= 1, nameof(shardBytes), shardBytes, "at least 1");
        List<Dictionary<string, Weight>> shards = Split(weights, kind, shardBytes);

        // Transformers reads no file that does not say whose layout it has.
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        long bytes = 0;
        for (int i = 0; i < shards.Count; i++)
        {
            string file = shards.Count == 1 ? FileName : FormattableString.Invariant($"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors");
            bytes += SafeTensorsWriter.Write(Path.Combine(folder, file), shards[i], kind, metadata);
            foreach (string name in shards[i].Keys)
            {
                written[name] = file;
            }
        }

        string index = Path.Combine(folder, ShardIndex.FileName);
        if (shards.Count > 1)
        {
            ShardIndex.Write(index, written, bytes);
            File.Delete(Path.Combine(folder, FileName));
        }
        else
        {
            File.Delete(index);
        }

        foreach (string other in Directory.EnumerateFiles(folder, "model-*-of-*.safetensors").Where(other => !written.ContainsValue(Path.GetFileName(other))))
        {
            File.Delete(other);
        }
    }

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it is not floating point.</exception>
    public Weight Read(string name) => _readers[name].Read(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeTensorsReader reader in _files.Values)
        {
            reader.Dispose();
        }
    }

    private static List<Dictionary<string, Weight>> Split(IReadOnlyDictionary<string, Weight> weights, TensorKind kind, long shardBytes)
    {
        List<Dictionary<string, Weight>> shards = [[]];
        long filled = 0;
        foreach ((string name, Weight weight) in weights.OrderBy(weight => weight.Key, StringComparer.Ordinal))
        {
            long bytes = SafeTensorsWriter.Bytes(name, weight, kind);
            if (shards[^1].Count > 0 && filled + bytes > shardBytes)
            {
                shards.Add([]);
                filled = 0;
            }

            shards[^1].Add(name, weight);
            filled += bytes;
        }

        return shards;
    }

    private void Fill(string folder)
    {
        string single = Path.Combine(folder, FileName);
        string index = Path.Combine(folder, ShardIndex.FileName);
        if (File.Exists(single))
        {
            SafeTensorsReader reader = Shard(single);
            foreach (TensorEntry tensor in reader.Tensors)
            {
                _readers[tensor.Name] = reader;
                _tensors[tensor.Name] = tensor;
            }

            return;
        }

        if (!File.Exists(index))
        {
            throw new InvalidDataException(
                $"'{folder}' has neither {FileName} nor {ShardIndex.FileName}. Take the whole folder of the model; weights of another format must be saved as safetensors with Transformers first.");
        }

        foreach ((string name, string file) in ShardIndex.Read(index))
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path))
            {
                throw new InvalidDataException($"'{path}' is not there, but '{index}' says that it has '{name}'. Take all files of the model.");
            }

            SafeTensorsReader reader = Shard(path);
            _tensors[name] = reader.Find(name) ?? throw new InvalidDataException($"'{path}' has no tensor '{name}', but '{index}' says so. Take all files of the same model.");
            _readers[name] = reader;
        }
    }

    private SafeTensorsReader Shard(string path) =>
        _files.TryGetValue(path, out SafeTensorsReader? reader) ? reader : _files[path] = SafeTensorsReader.Open(path);
}
