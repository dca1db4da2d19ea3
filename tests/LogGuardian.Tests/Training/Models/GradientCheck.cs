using LogGuardian.Training;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Tests.Training.Models;

/// <summary>Gradients against central differences: of every weight, along random directions through all of its numbers, and of the number with the largest gradient.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    // Below it differences are rounding.
    private const double Least = 1e-5;

    /// <param name="loss">A single number of float64, the same at every call.</param>
    /// <param name="parts">The weights.</param>
    public static void Of(Func<torch.Tensor> loss, params IEnumerable<ParameterSet> parts)
    {
        var random = new Random(3);
        int moved = 0;
        foreach (ParameterSet part in parts)
        {
            part.Train(IsLearned);
        }

        using (torch.NewDisposeScope())
        {
            torch.Tensor value = loss();
            Assert.Equal(torch.ScalarType.Float64, value.dtype);
            value.backward();
        }

        (string Name, TorchParameter Weight)[] learned = [.. parts.SelectMany(part => part.All).Where(each => IsLearned(each.Key)).Select(each => (each.Key, each.Value))];
        foreach ((string name, TorchParameter weight) in learned)
        {
            double[] gradient = weight.grad is { } found ? found.data<double>().ToArray() : new double[weight.numel()];
            moved += gradient.Any(number => Math.Abs(number) > Least) ? 1 : 0;
            int largest = Enumerable.Range(0, gradient.Length).MaxBy(i => Math.Abs(gradient[i]));
            double[] only = new double[gradient.Length];
            only[largest] = 1;
            foreach (double[] direction in new[] { only, Direction(random, gradient.Length), Direction(random, gradient.Length) })
            {
                double expected = gradient.Zip(direction, (g, d) => g * d).Sum();
                double actual = (At(loss, weight, direction, Step) - At(loss, weight, direction, -Step)) / (2 * Step);
                double tolerance = 1e-4 * Math.Max(Least, Math.Max(Math.Abs(expected), Math.Abs(actual)));
                Assert.True(Math.Abs(expected - actual) <= tolerance, $"{name}: the gradient is {expected:r}, the difference {actual:r}.");
            }
        }

        Assert.True(moved > learned.Length / 2, $"Only {moved} weights have a gradient.");
    }

    // What is in 4 bits does not learn.
    private static bool IsLearned(string name) => !name.EndsWith(".codes", StringComparison.Ordinal) && !name.EndsWith(".scales", StringComparison.Ordinal);

    private static double[] Direction(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (random.NextDouble() * 2) - 1)];

    private static double At(Func<torch.Tensor> loss, TorchParameter weight, double[] direction, double step)
    {
        using IDisposable scope = torch.NewDisposeScope();
        using IDisposable fixedWeights = torch.no_grad();
        torch.Tensor before = weight.clone();
        weight.add_(torch.tensor(direction, weight.shape) * step);
        double value = loss().item<double>();
        weight.copy_(before);
        return value;
    }
}
