using TorchSharp;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// Arithmetic of tensors and plain numbers. TorchSharp's operators, also that which adds two tensors, make an object of a number that nothing holds during the call: now and then the garbage
/// collector takes it away while native code reads it.
/// </summary>
internal static class HeldNumbers
{
    /// <summary>How many times the other summand counts.</summary>
    public static Scalar One { get; } = 1.ToScalar();

    /// <summary>The sum of two tensors; takes the place of <c>+</c>.</summary>
    public static Tensor Plus(this Tensor x, Tensor other) => x.add(other, One);

    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar held = number.ToScalar();
        return x.add(held, One);
    }

    /// <summary>Adds to a tensor in its place.</summary>
    public static Tensor Add(this Tensor x, Tensor other) => x.add_(other, One);

    public static Tensor Times(this Tensor x, double number)
    {
        using Scalar held = number.ToScalar();
        return x.mul(held);
    }

    public static Tensor Over(this Tensor x, double number)
    {
        using Scalar held = number.ToScalar();
        return x.div(held);
    }

    public static Tensor Squared(this Tensor x) => x * x;
}
