namespace LogGuardian.Training;

/// <summary>A folder of a Hugging Face model: the shape from <c>config.json</c>, and weights that fit it, under the names that models have here.</summary>
internal sealed class WeightFolder : IDisposable
{
    /// <summary>The most bytes of a file of weights that <see cref="Write"/> makes unless it is told otherwise.</summary>
    public const long DefaultShardBytes = 5_000_000_000;

    private readonly TensorFolder _tensors;
    private readonly Dictionary<string, string> _names;

    private WeightFolder(ModelConfig config, TensorFolder tensors, Dictionary<string, string> names)
    {
        Config = config;
        _tensors = tensors;
        _names = names;
    }

    /// <summary>What the model is.</summary>
    public ModelConfig Config { get; }

    /// <summary>The names of its weights.</summary>
    public IEnumerable<string> Names => _names.Keys;

    /// <summary>Opens a folder, and checks that all weights are there.</summary>
    /// <exception cref="InvalidDataException">The folder is of a model that cannot be trained here, or not whole; the message says why and what to do.</exception>
    public static WeightFolder Open(string folder)
    {
        var config = ModelConfig.Read(folder);
        var tensors = TensorFolder.Open(folder);
        try
        {
            Dictionary<string, string> names = Named(folder, config, tensors.Tensors.Keys);
            Check($"'{folder}'", config, names.ToDictionary(pair => pair.Key, pair => tensors.Tensors[pair.Value].Shape));
            return new WeightFolder(config, tensors, names);
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    /// <summary>Writes a folder that Transformers reads. Weights of a model that was there are replaced.</summary>
    /// <exception cref="InvalidDataException">The weights do not fit the shape; the message says which.</exception>
    /// <exception cref="ArgumentException">The shape cannot be, or a number is beyond the kind.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, ModelConfig config, IReadOnlyDictionary<string, Weight> weights, TensorKind kind = TensorKind.F32, long shardBytes = DefaultShardBytes)
    {
        config.Encoder?.Validated();
        config.Decoder?.Validated();
        Check("The model", config, weights.ToDictionary(pair => pair.Key, pair => pair.Value.Shape));
        Directory.CreateDirectory(folder);
        TensorFolder.Write(folder, weights, kind, shardBytes);
        config.Write(folder, kind);
    }

    /// <summary>Reads one weight.</summary>
    /// <exception cref="InvalidDataException">It is not floating point, or the file is damaged.</exception>
    public Weight Read(string name) => _tensors.Read(_names[name]);

    /// <summary>Reads all weights.</summary>
    /// <exception cref="InvalidDataException">One is not floating point, or a file is damaged.</exception>
    public IReadOnlyDictionary<string, Weight> ReadAll() => _names.Keys.ToDictionary(name => name, Read, StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _tensors.Dispose();

    private static Dictionary<string, string> Named(string folder, ModelConfig config, IEnumerable<string> found)
    {
        bool isPrefixed = found.Any(WeightNames.IsPrefixed);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in found)
        {
            string? own = config.Encoder is not null ? WeightNames.OfEncoder(name, isPrefixed) : WeightNames.OfDecoder(name, config.Decoder!.TiedEmbeddings);
            if (own is not null && !names.TryAdd(own, name))
            {
                throw new InvalidDataException($"'{folder}' has the weight '{own}' twice, as '{names[own]}' and as '{name}'. Take one of them out.");
            }
        }

        return names;
    }

    private static void Check(string whose, ModelConfig config, Dictionary<string, IReadOnlyList<long>> found)
    {
        IReadOnlyDictionary<string, long[]> expected = config.Encoder is { } encoder ? WeightLayout.Of(encoder) : WeightLayout.Of(config.Decoder!);
        const string Remedy = "Take weights and config.json of the same model.";
        string[] missing = [.. expected.Keys.Where(name => !found.ContainsKey(name))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException($"{whose} has no weight '{missing[0]}'; of {expected.Count} weights of its shape {missing.Length} are missing. {Remedy}");
        }

        string[] others = [.. found.Keys.Where(name => !expected.ContainsKey(name)).Order(StringComparer.Ordinal)];
        if (others.Length > 0)
        {
            throw new InvalidDataException($"{whose} has the weight '{others[0]}', which its shape has not, and {others.Length - 1} more. {Remedy}");
        }

        string[] wrong = [.. expected.Keys.Where(name => !expected[name].SequenceEqual(found[name]))];
        if (wrong.Length > 0)
        {
            throw new InvalidDataException(
                $"{whose} has the weight '{wrong[0]}' of [{string.Join(", ", found[wrong[0]])}]; it must be of [{string.Join(", ", expected[wrong[0]])}]. {wrong.Length} weights are not as large as its shape says. {Remedy}");
        }
    }
}
