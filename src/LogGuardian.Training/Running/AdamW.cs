using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv 1711.05101) with the usual constants. TorchSharp's own hands its numbers to native code in objects that nobody holds on to: now and then the garbage
/// collector takes one away while it is read, and a step fails, or is wrong.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const double First = 0.9, Second = 0.999, Epsilon = 1e-8;
    private readonly TorchParameter[] _weights;
    private readonly double _decay;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly long[] _steps;

    public AdamW(IEnumerable<TorchParameter> weights, double decay)
    {
        (_weights, _decay) = ([.. weights], decay);
        using IDisposable scope = no_grad();
        _means = Array.ConvertAll(_weights, weight => zeros_like(weight).DetachFromDisposeScope());
        _squares = Array.ConvertAll(_weights, weight => zeros_like(weight).DetachFromDisposeScope());
        _steps = new long[_weights.Length];
    }

    /// <summary>Lets gradients begin anew.</summary>
    public void Clear()
    {
        foreach (TorchParameter weight in _weights)
        {
            if (weight.grad is { } gradient)
            {
                using (gradient)
                {
                    gradient.zero_();
                }
            }
        }
    }

    /// <summary>Moves the weights against their gradients; those without a gradient stay.</summary>
    /// <param name="rate">How far.</param>
    public void Step(double rate)
    {
        using IDisposable all = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        using Scalar keptMean = First.ToScalar(), newMean = (1 - First).ToScalar(), keptSquare = Second.ToScalar(), newSquare = (1 - Second).ToScalar();
        using Scalar epsilon = Epsilon.ToScalar(), kept = (1 - (rate * _decay)).ToScalar();
        for (int i = 0; i < _weights.Length; i++)
        {
            if (_weights[i].grad is not { } gradient)
            {
                continue;
            }

            long step = ++_steps[i];
            using Scalar length = (-rate / (1 - Math.Pow(First, step))).ToScalar(), unbiased = (1 / Math.Sqrt(1 - Math.Pow(Second, step))).ToScalar();
            _weights[i].mul_(kept);
            _means[i].mul_(keptMean).add_(gradient, newMean);
            _squares[i].mul_(keptSquare).addcmul_(gradient, gradient, newSquare);
            _weights[i].addcdiv_(_means[i], _squares[i].sqrt().mul_(unbiased).add_(epsilon, HeldNumbers.One), length);
        }
    }

    /// <summary>Writes how far it is.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_weights.Length);
        for (int i = 0; i < _weights.Length; i++)
        {
            writer.Write(_steps[i]);
            _means[i].Save(writer);
            _squares[i].Save(writer);
        }
    }

    /// <summary>Goes on where another one was.</summary>
    /// <exception cref="InvalidDataException">It was of more weights, or of fewer.</exception>
    public void Load(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count != _weights.Length)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{count} of its weights learned; of the model {_weights.Length} do."));
        }

        for (int i = 0; i < count; i++)
        {
            _steps[i] = reader.ReadInt64();
            _means[i].Load(reader);
            _squares[i].Load(reader);
        }
    }

    public void Dispose()
    {
        foreach (Tensor state in _means.Concat(_squares))
        {
            state.Dispose();
        }
    }
}
