using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// <c>x W^T + b</c> of a matrix in 4 bits, whose rows are whole only while they are multiplied: once on the way there, and once more on the way back, where x gets its gradient and the matrix none.
/// </summary>
internal sealed class FourBitProduct : autograd.SingleTensorFunction<FourBitProduct>
{
    private const string Matrix = "matrix", Nothing = "nothing";

    // What went wrong on the way back: it cannot pass through the native code that leads there.
    private static ExceptionDispatchInfo? _failure;

    // Native code takes a gradient over after it was returned, so that it must be held until then, on whichever thread that is; with those of the whole way it would be much memory.
    [ThreadStatic]
    private static Tensor? _returned;

    public override string Name => nameof(FourBitProduct);

    /// <param name="x">[..., columns].</param>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="bias">[rows]; null for none.</param>
    /// <returns>[..., rows].</returns>
    public static Tensor Of(Tensor x, FourBitMatrix matrix, Tensor? bias)
    {
        // TorchSharp keeps an empty tensor of the size of what is returned; the scope takes it away.
        using DisposeScope scope = NewDisposeScope();
        Tensor y = is_grad_enabled() && x.requires_grad ? apply(x, matrix) : Multiply(x, matrix);
        return (bias is null ? y : y.Plus(bias)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes gradients, through such products too.</summary>
    /// <exception cref="Exception">What went wrong in one of them.</exception>
    public static void Backward(Tensor loss)
    {
        Interlocked.Exchange(ref _failure, null);
        loss.backward();
        Interlocked.Exchange(ref _failure, null)?.Throw();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_data(Matrix, vars[1]);
        ctx.save_data(Nothing, (x.shape, x.dtype, x.device));
        ctx.set_materialize_grads(false);
        return Multiply(x, (FourBitMatrix)vars[1]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        _returned?.Dispose();
        try
        {
            using (grad_output)
            {
                _returned = MultiplyBack(grad_output, (FourBitMatrix)ctx.get_data(Matrix)).DetachFromDisposeScope();
            }
        }
        catch (Exception e)
        {
            // Whatever it is, the process would end otherwise.
            Interlocked.Exchange(ref _failure, ExceptionDispatchInfo.Capture(e));
            (long[] shape, ScalarType type, Device device) = ((long[], ScalarType, Device))ctx.get_data(Nothing);
            using Tensor nothing = zeros(1, type, device);
            _returned = nothing.expand(shape).DetachFromDisposeScope();
        }

        return [_returned, null!];
    }

    private static Tensor Multiply(Tensor x, FourBitMatrix matrix)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = empty([.. x.shape[..^1], matrix.Rows], x.dtype, x.device);
        for (long from = 0; from < matrix.Rows; from += matrix.RowsAtOnce)
        {
            using DisposeScope part = NewDisposeScope();
            long count = Math.Min(matrix.RowsAtOnce, matrix.Rows - from);
            y.narrow(-1, from, count).copy_(nn.functional.linear(x, matrix.ToTensor(x.dtype, from, count)));
        }

        return y.MoveToOuterDisposeScope();
    }

    private static Tensor MultiplyBack(Tensor gradient, FourBitMatrix matrix)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? sum = null;
        for (long from = 0; from < matrix.Rows; from += matrix.RowsAtOnce)
        {
            using DisposeScope part = NewDisposeScope();
            long count = Math.Min(matrix.RowsAtOnce, matrix.Rows - from);
            Tensor some = gradient.narrow(-1, from, count).matmul(matrix.ToTensor(gradient.dtype, from, count));
            sum = sum?.Add(some) ?? some.MoveToOuterDisposeScope();
        }

        return sum!.MoveToOuterDisposeScope();
    }
}
