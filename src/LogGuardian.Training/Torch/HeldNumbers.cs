using TorchSharp;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// Tensors and plain numbers. TorchSharp's operators make an object of the number that nothing holds during the call: now and then the garbage collector takes it away while native code reads it.
/// </summary>
internal static class HeldNumbers
{
    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar held = number.ToScalar();
        return x.add(held);
    }

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
}
