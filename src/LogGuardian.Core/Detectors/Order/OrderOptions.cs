using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the order detector.</summary>
public sealed record OrderOptions
{
    /// <summary>Templates before a line that it is judged by; default 5, range 1 to 8. Where so many were never seen together, fewer of them count.</summary>
    public int MaxContext { get; set; } = 5;

    /// <summary>
    /// Steps to the next template that are remembered, each after up to <see cref="MaxContext"/> others; default 200,000, range 1,000 to 100,000,000. Beyond
    /// that rare ones leave first.
    /// </summary>
    public int MaxSteps { get; set; } = 200_000;

    internal OrderOptions Validated()
    {
        if (MaxContext is < 1 or > 8)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxContext), MaxContext, string.Create(CultureInfo.InvariantCulture, $"MaxContext is {MaxContext}; it must be 1 to 8. The default is 5."));
        }

        if (MaxSteps is < 1_000 or > 100_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxSteps),
                MaxSteps,
                string.Create(CultureInfo.InvariantCulture, $"MaxSteps is {MaxSteps}; it must be 1000 to 100000000. The default is 200000."));
        }

        return this with { };
    }
}
