using System.Globalization;

namespace LogGuardian.Training;

/// <summary>Weights by the names that Hugging Face gives them, all there and of the shapes that a model's shape asks for. Those that nobody asks for are not looked at.</summary>
internal sealed class NamedWeights
{
    private const int MostProblems = 5;
    private readonly IReadOnlyDictionary<string, Weight> _weights;
    private readonly string _prefix;

    private NamedWeights(IReadOnlyDictionary<string, Weight> weights, string prefix) => (_weights, _prefix) = (weights, prefix);

    /// <summary>A weight.</summary>
    public Weight this[string name] => _weights[_prefix + name];

    /// <summary>Checks weights.</summary>
    /// <param name="model">What they are of.</param>
    /// <param name="weights">All of them.</param>
    /// <param name="wanted">The names and shapes that are asked for.</param>
    /// <exception cref="ArgumentException">Some are missing or have another shape; the message says which.</exception>
    public static NamedWeights Check(string model, IReadOnlyDictionary<string, Weight> weights, IEnumerable<(string Name, long[] Shape)> wanted)
    {
        List<string> problems = [];
        foreach ((string name, long[] shape) in wanted)
        {
            if (!weights.TryGetValue(name, out Weight? weight))
            {
                problems.Add($"'{name}' is missing, {Text(shape)}");
            }
            else if (!weight.Shape.SequenceEqual(shape) || weight.Values.LongLength != shape.Aggregate(1L, (product, size) => product * size))
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"'{name}' is {Text(weight.Shape)} with {weight.Values.LongLength} values and must be {Text(shape)}"));
            }
        }

        return problems.Count == 0
            ? new NamedWeights(weights, "")
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The weights do not fit the shape of the {model}: {string.Join("; ", problems.Take(MostProblems))}{(problems.Count > MostProblems ? $"; and {problems.Count - MostProblems} more" : "")}. ")
                + "Give the shape that they were trained with, and all of them by Hugging Face's names.",
                nameof(weights));
    }

    /// <summary>Those whose names begin so, by the rest of their names.</summary>
    public NamedWeights In(string prefix) => new(_weights, _prefix + prefix);

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
