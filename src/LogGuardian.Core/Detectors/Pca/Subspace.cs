using System.Numerics.Tensors;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Principal components of vectors that come one by one, and what they leave over of another one. Sums and products are kept and halved when many came, so
/// that old ones fade; the components are found anew by orthogonal iteration (Golub and Van Loan, Matrix Computations, 8.2) from those before. Values are
/// measured from their mean in units of their deviation, and of at least a quarter: a value that never changed is not infinitely strange when it does.
/// </summary>
internal sealed class Subspace(int capacity, int seed)
{
    private const int MaxComponents = 16;
    private const int Iterations = 12;
    private const double Explained = 0.95;
    private const double LeastDeviation = 0.25;

    // Vectors after which all that came before counts half.
    private const double HalfAfter = 8_192;

    private readonly double[] _sums = new double[capacity];
    private readonly double[] _products = new double[capacity * capacity];
    private readonly double[] _mean = new double[capacity];
    private readonly double[] _inverse = new double[capacity];
    private readonly double[] _centred = new double[capacity];
    private double[][] _components = [];
    private double _weight;

    // Values that the components were found for.
    private int _length;

    public bool IsFitted => _length > 0;

    /// <summary>Adds a vector that is 0 but at some places.</summary>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<int> places)
    {
        if (_weight >= HalfAfter)
        {
            _weight /= 2;
            TensorPrimitives.Multiply(_sums, 0.5, _sums);
            TensorPrimitives.Multiply(_products, 0.5, _products);
        }

        _weight++;
        foreach (int i in places)
        {
            _sums[i] += values[i];
            foreach (int j in places)
            {
                _products[(i * capacity) + j] += values[i] * values[j];
            }
        }
    }

    /// <summary>The length of what the components leave over of a vector; 0 before they are found.</summary>
    public double Residual(ReadOnlySpan<float> values)
    {
        Span<double> centred = Centre(values);
        double square = TensorPrimitives.SumOfSquares<double>(centred);
        foreach (double[] component in _components)
        {
            double part = TensorPrimitives.Dot<double>(centred, component);
            square -= part * part;
        }

        return Math.Sqrt(Math.Max(0, square));
    }

    /// <summary>What the components leave over of each value: in units of its deviation, and as it is.</summary>
    public (double Deviations, double Value)[] Residuals(ReadOnlySpan<float> values)
    {
        double[] rest = Centre(values).ToArray();
        double[] centred = [.. rest];
        foreach (double[] component in _components)
        {
            TensorPrimitives.MultiplyAdd(component, -TensorPrimitives.Dot<double>(centred, component), rest, rest);
        }

        return [.. rest.Select((value, i) => (value, value / _inverse[i]))];
    }

    /// <summary>Several values turned out to be parts of the first of them.</summary>
    public void Join(int[] former)
    {
        foreach (int other in former.AsSpan(1))
        {
            _sums[former[0]] += _sums[other];
            _sums[other] = 0;
            for (int i = 0; i < capacity; i++)
            {
                _products[(former[0] * capacity) + i] += _products[(other * capacity) + i];
                _products[(other * capacity) + i] = 0;
            }

            for (int i = 0; i < capacity; i++)
            {
                _products[(i * capacity) + former[0]] += _products[(i * capacity) + other];
                _products[(i * capacity) + other] = 0;
            }
        }

        if (IsFitted)
        {
            Fit(_length);
        }
    }

    /// <summary>Finds the components of so many values.</summary>
    public void Fit(int length)
    {
        var random = new Random(seed);
        int count = Math.Min(MaxComponents, length);
        double[][] former = _components;
        _length = length;
        double[] correlations = Correlations();
        double[][] components = [.. Enumerable.Range(0, count).Select(i => Start(i < former.Length ? former[i] : [], random))];
        double[] product = new double[length];
        double[] variances = new double[count];
        Orthonormalise(components);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            for (int i = 0; i < count; i++)
            {
                for (int row = 0; row < length; row++)
                {
                    product[row] = TensorPrimitives.Dot<double>(correlations.AsSpan(row * length, length), components[i]);
                }

                variances[i] = TensorPrimitives.Dot<double>(product, components[i]);
                product.CopyTo(components[i], 0);
            }

            Orthonormalise(components);
        }

        double total = Enumerable.Range(0, length).Sum(i => correlations[(i * length) + i]);
        int kept = 0;
        for (double sum = 0; kept < count && sum < Explained * total && variances[kept] > 1e-9 * total; kept++)
        {
            sum += variances[kept];
        }

        _components = components[..kept];
    }

    /// <summary>Holds what another one of the same capacity holds. Components are made anew by each fit, and never changed.</summary>
    public void CopyFrom(Subspace other)
    {
        other._sums.CopyTo(_sums, 0);
        other._products.CopyTo(_products, 0);
        other._mean.CopyTo(_mean, 0);
        other._inverse.CopyTo(_inverse, 0);
        (_components, _weight, _length) = (other._components, other._weight, other._length);
    }

    /// <summary>Adds the sums of another one of the same capacity; the components are to be found anew.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="places">By the places of its values: those here, -1 for none.</param>
    public void Merge(Subspace other, int[] places)
    {
        _weight += other._weight;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
            {
                continue;
            }

            _sums[places[i]] += other._sums[i];
            for (int j = 0; j < places.Length; j++)
            {
                if (places[j] >= 0)
                {
                    _products[(places[i] * capacity) + places[j]] += other._products[(i * capacity) + j];
                }
            }
        }

        // Those of either one would be nearer to where the search for the common ones begins.
        _components = [];
    }

    public void Save(Utf8JsonWriter writer)
    {
        int used = Array.FindLastIndex(_sums, sum => sum != 0) + 1;
        writer.WriteStartObject();
        writer.WriteNumber("weight", _weight);
        Write("sums", _sums.AsSpan(0, used));
        Write("products", [.. from i in Enumerable.Range(0, used) from j in Enumerable.Range(0, i + 1) select _products[(i * capacity) + j]]);
        Write("mean", _mean.AsSpan(0, _length));
        Write("inverse", _inverse.AsSpan(0, _length));
        Write("components", [.. _components.SelectMany(component => component)]);
        writer.WriteEndObject();

        void Write(string name, ReadOnlySpan<double> numbers)
        {
            writer.WriteStartArray(name);
            foreach (double number in numbers)
            {
                writer.WriteNumberValue(number);
            }

            writer.WriteEndArray();
        }
    }

    public void Load(JsonElement saved)
    {
        double[] sums = Read("sums");
        double[] products = Read("products");
        double[] mean = Read("mean");
        double[] inverse = Read("inverse");
        double[] components = Read("components");
        if (sums.Length > capacity || mean.Length > capacity || products.Length != sums.Length * (sums.Length + 1) / 2
            || inverse.Length != mean.Length || components.Length % Math.Max(1, mean.Length) != 0)
        {
            throw new JsonException(FormattableString.Invariant(
                $"There are {sums.Length} sums, {products.Length} products, {mean.Length} means and {components.Length} parts of components; they do not fit each other or {capacity} templates. Learn again."));
        }

        _weight = saved.GetProperty("weight").GetDouble();
        Array.Clear(_sums);
        Array.Clear(_products);
        sums.CopyTo(_sums, 0);
        for (int i = 0, at = 0; i < sums.Length; i++)
        {
            for (int j = 0; j <= i; j++, at++)
            {
                _products[(i * capacity) + j] = _products[(j * capacity) + i] = products[at];
            }
        }

        _length = mean.Length;
        mean.CopyTo(_mean, 0);
        inverse.CopyTo(_inverse, 0);
        _components = _length == 0 ? [] : [.. components.Chunk(_length)];

        double[] Read(string name) => [.. saved.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
    }

    private static void Orthonormalise(double[][] vectors)
    {
        for (int i = 0; i < vectors.Length; i++)
        {
            // Twice is enough (Kahan; Parlett, The Symmetric Eigenvalue Problem): once leaves rounding where vectors are nearly equal.
            for (int j = 0; j < 2 * i; j++)
            {
                double[] other = vectors[j % i];
                TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(vectors[i], other), vectors[i], vectors[i]);
            }

            double norm = TensorPrimitives.Norm<double>(vectors[i]);
            TensorPrimitives.Multiply(vectors[i], norm > 1e-12 ? 1 / norm : 0, vectors[i]);
        }
    }

    private double[] Start(double[] former, Random random)
    {
        double[] vector = new double[_length];
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = (i < former.Length ? former[i] : 0) + (1e-3 * (random.NextDouble() - 0.5));
        }

        return vector;
    }

    private double[] Correlations()
    {
        double[] correlations = new double[_length * _length];
        for (int i = 0; i < _length; i++)
        {
            _mean[i] = _sums[i] / _weight;
            double variance = Math.Max(0, (_products[(i * capacity) + i] / _weight) - (_mean[i] * _mean[i]));
            _inverse[i] = 1 / Math.Max(LeastDeviation, Math.Sqrt(variance));
        }

        for (int i = 0; i < _length; i++)
        {
            for (int j = 0; j < _length; j++)
            {
                correlations[(i * _length) + j] = ((_products[(i * capacity) + j] / _weight) - (_mean[i] * _mean[j])) * _inverse[i] * _inverse[j];
            }
        }

        return correlations;
    }

    private Span<double> Centre(ReadOnlySpan<float> values)
    {
        Span<double> centred = _centred.AsSpan(0, _length);
        TensorPrimitives.ConvertTruncating(values[.._length], centred);
        TensorPrimitives.Subtract(centred, _mean.AsSpan(0, _length), centred);
        TensorPrimitives.Multiply(centred, _inverse.AsSpan(0, _length), centred);
        return centred;
    }
}
