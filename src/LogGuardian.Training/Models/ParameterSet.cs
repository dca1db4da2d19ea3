using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>Weights by the names that Hugging Face gives them, and the thin matrices of LoRA beside some of them. Owns them.</summary>
/// <param name="device">Where they are.</param>
/// <param name="type">What they are, and what products become again: float32, or float64 where gradients are checked.</param>
internal sealed class ParameterSet(Device device, ScalarType type = ScalarType.Float32) : IDisposable
{
    /// <summary>Of a matrix that is the only one.</summary>
    public const string NoName = "";

    private const string First = ".lora_A.weight";
    private const string Second = ".lora_B.weight";
    private const string Codes = ".codes";
    private const string Scales = ".scales";
    private readonly SortedDictionary<string, TorchParameter> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FourBitMatrix> _fourBit = new(StringComparer.Ordinal);
    private LoraOptions? _lora;

    public Device Device => device;

    /// <summary>What the weights are.</summary>
    public ScalarType Type { get; } = type;

    /// <summary>In what products are computed; weights themselves stay what they are.</summary>
    public ScalarType Precision { get; set; } = type;

    /// <summary>Whether numbers are left out at random.</summary>
    public bool IsTraining { get; set; }

    /// <summary>Share of numbers that <see cref="Drop"/> leaves out while it learns.</summary>
    public double Dropout { get; set; }

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyDictionary<string, TorchParameter> All => _all;

    public TorchParameter this[string name] => _all[name];

    /// <summary>One of them as a tensor.</summary>
    public Tensor Value(string name) => _all[name];

    /// <summary>Adds numbers of the mean 0 and a deviation.</summary>
    public void AddNormal(string name, Generator random, double deviation, params long[] shape) =>
        Add(name, torch.randn(shape, generator: random).Times(deviation).to(device));

    /// <summary>Adds equal numbers.</summary>
    public void AddConstant(string name, double value, params long[] shape)
    {
        using Scalar held = value.ToScalar();
        Add(name, torch.full(shape, held, device: device));
    }

    /// <summary>
    /// Sets thin matrices beside the chosen ones, unless there are some already. Their product is 0 until it learns. Puts the matrices of layers into 4 bits where that is wanted.
    /// </summary>
    public void Adapt(LoraOptions lora, Generator random)
    {
        if (_lora is null)
        {
            _lora = lora;
            foreach ((string name, TorchParameter weight) in _all.ToArray())
            {
                if (name.EndsWith(".weight", StringComparison.Ordinal) && weight.dim() == 2 && lora.Adapts(name[..^7]))
                {
                    AddNormal(name[..^7] + First, random, 1 / Math.Sqrt(weight.shape[1]), lora.Rank, weight.shape[1]);
                    AddConstant(name[..^7] + Second, 0, weight.shape[0], lora.Rank);
                }
            }
        }

        if (lora.FourBit)
        {
            ToFourBit();
        }
    }

    /// <summary>Makes what is in 4 bits whole again, as it was rounded.</summary>
    public void FromFourBit()
    {
        foreach ((string name, FourBitMatrix matrix) in _fourBit)
        {
            using IDisposable scope = NewDisposeScope();
            Add(name, matrix.ToTensor(Type));
            _all.Remove(name + Codes);
            _all.Remove(name + Scales);
            matrix.Dispose();
        }

        _fourBit.Clear();
    }

    /// <summary>Rounds the matrices of layers, with what was added to them, as 4 bits do.</summary>
    public void Round()
    {
        EndAdaptation(isKept: true);
        ToFourBit();
        FromFourBit();
    }

    /// <summary>Adds each product of thin matrices to its own matrix, where it is wanted, and takes the thin ones away. What was in 4 bits is whole again, as it was rounded.</summary>
    public void EndAdaptation(bool isKept)
    {
        FromFourBit();
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        foreach (string name in _all.Keys.Where(name => name.EndsWith(First, StringComparison.Ordinal)).Select(name => name[..^First.Length]).ToArray())
        {
            _all.Remove(name + First, out TorchParameter? first);
            _all.Remove(name + Second, out TorchParameter? second);
            if (isKept)
            {
                _all[name + ".weight"].Add(second!.mm(first!).Times(_lora!.Scale));
            }

            first!.Dispose();
            second!.Dispose();
        }

        _lora = null;
    }

    /// <summary>The weights of several parts by names that are unique.</summary>
    public static Dictionary<string, TorchParameter> Named(params IEnumerable<(string Name, ParameterSet Weights)> parts) =>
        parts.SelectMany(part => part.Weights.All.Select(each => (Name: $"{part.Name}.{each.Key}", each.Value))).ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal);

    /// <summary>Those of named weights that learn.</summary>
    public static Dictionary<string, TorchParameter> ThatLearn(Dictionary<string, TorchParameter> all) =>
        all.Where(each => each.Value.requires_grad).ToDictionary(each => each.Key, each => each.Value, StringComparer.Ordinal);

    /// <summary>Whether a name is that of a thin matrix.</summary>
    public static bool IsAdapter(string name) => name.EndsWith(First, StringComparison.Ordinal) || name.EndsWith(Second, StringComparison.Ordinal);

    /// <summary><c>x W^T + b</c>, with what LoRA adds.</summary>
    /// <param name="x">[..., inputs].</param>
    /// <param name="name">Of the matrix, without <c>.weight</c>.</param>
    public Tensor Dense(Tensor x, string name)
    {
        string prefix = name == NoName ? "" : name + ".";
        Tensor input = x.to(Precision);
        Tensor? bias = _all.TryGetValue(prefix + "bias", out TorchParameter? found) ? found.to(Precision) : null;
        Tensor y = _fourBit.TryGetValue(prefix + "weight", out FourBitMatrix? matrix)
            ? FourBitProduct.Of(input, matrix, bias)
            : nn.functional.linear(input, _all[prefix + "weight"].to(Precision), bias);
        if (_lora is not null && _all.TryGetValue(name + First, out TorchParameter? first))
        {
            Tensor some = IsTraining && _lora.Dropout > 0 ? nn.functional.dropout(input, _lora.Dropout, training: true) : input;
            Tensor thin = nn.functional.linear(some, first.to(Precision));
            y = y.Plus(nn.functional.linear(thin, _all[name + Second].to(Precision)).Times(_lora.Scale));
        }

        return y.to(Type);
    }

    /// <summary>What a part adds to what it read, some of it left out at random while it learns.</summary>
    public Tensor Drop(Tensor x) => Dropout > 0 && IsTraining ? nn.functional.dropout(x, Dropout, training: true) : x;

    /// <summary>Rows of a matrix.</summary>
    /// <param name="name">Of the matrix, with <c>.weight</c>.</param>
    /// <param name="ids">[...], whole numbers.</param>
    public Tensor Rows(string name, Tensor ids) => _all[name].index_select(0, ids.flatten()).reshape([.. ids.shape, _all[name].shape[1]]);

    /// <summary>Lets those learn that a rule names, and no others.</summary>
    public void Train(Func<string, bool> learns)
    {
        foreach ((string name, TorchParameter parameter) in _all)
        {
            parameter.requires_grad = learns(name);
            parameter.grad = null;
        }
    }

    /// <summary>The weights, each product of thin matrices added to its own. What was in 4 bits is whole again, as it was rounded.</summary>
    public Dictionary<string, Weight> ToWeights()
    {
        FromFourBit();
        using IDisposable _ = NewDisposeScope();
        using IDisposable __ = no_grad();
        var weights = new Dictionary<string, Weight>(StringComparer.Ordinal);
        foreach ((string name, TorchParameter parameter) in _all)
        {
            if (!IsAdapter(name))
            {
                Tensor value = parameter;
                if (_lora is not null && name.EndsWith(".weight", StringComparison.Ordinal) && _all.TryGetValue(name[..^7] + First, out TorchParameter? first))
                {
                    value = value.Plus(_all[name[..^7] + Second].mm(first).Times(_lora.Scale));
                }

                weights.Add(name, ToWeight(value));
            }
        }

        return weights;
    }

    /// <summary>Takes weights over.</summary>
    /// <exception cref="InvalidDataException">One is missing or has another shape.</exception>
    public void Load(IReadOnlyDictionary<string, Weight> weights) => Load(weights.GetValueOrDefault);

    /// <summary>Takes weights over, one after the other, so that no more than one is there twice.</summary>
    /// <param name="find">The weight of a name; null where there is none.</param>
    /// <exception cref="InvalidDataException">One is missing or has another shape.</exception>
    public void Load(Func<string, Weight?> find)
    {
        using IDisposable fixedWeights = no_grad();
        foreach ((string name, TorchParameter parameter) in _all.Where(each => !IsAdapter(each.Key)))
        {
            using IDisposable scope = NewDisposeScope();
            Weight? weight = find(name);
            if (weight is null || !weight.Shape.SequenceEqual(parameter.shape))
            {
                throw new InvalidDataException(
                    $"{name}: the weights have {(weight is null ? "none of that name" : $"[{string.Join(", ", weight.Shape)}]")}; the model wants [{string.Join(", ", parameter.shape)}]. Use weights of the same shape.");
            }

            parameter.copy_(tensor(weight.Values, weight.Shape.ToArray()));
        }
    }

    public void Dispose()
    {
        foreach (TorchParameter parameter in _all.Values)
        {
            parameter.Dispose();
        }

        foreach (FourBitMatrix matrix in _fourBit.Values)
        {
            matrix.Dispose();
        }
    }

    internal static Weight ToWeight(Tensor value) =>
        new(value.shape, value.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray());

    // As Hugging Face names them: model.layers.0 in decoders, encoder.layer.0 in encoders.
    private static bool IsOfLayer(string name) => name.Contains(".layers.", StringComparison.Ordinal) || name.Contains(".layer.", StringComparison.Ordinal);

    /// <summary>Puts the matrices of layers into 4 bits; vectors of tokens, heads, norms and thin matrices stay. Their codes and scales are kept in their place, so that checkpoints hold them.</summary>
    private void ToFourBit()
    {
        foreach ((string name, TorchParameter weight) in _all.Where(each => each.Value.dim() == 2 && IsOfLayer(each.Key) && !IsAdapter(each.Key)).ToArray())
        {
            var matrix = new FourBitMatrix(weight);
            _fourBit.Add(name, matrix);
            _all.Add(name + Codes, matrix.Codes);
            _all.Add(name + Scales, matrix.Scales);
            _all.Remove(name);
            weight.Dispose();
        }
    }

    private void Add(string name, Tensor value) => _all.Add(name, new TorchParameter(value.to(Type).DetachFromDisposeScope()));
}
