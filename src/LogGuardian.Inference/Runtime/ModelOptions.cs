using System.Globalization;
using Microsoft.Extensions.Logging;

namespace LogGuardian;

/// <summary>How models are loaded and run. Copied and checked where it enters; later changes have no effect.</summary>
public sealed record ModelOptions
{
    internal const int MostThreads = 256;
    internal const long LeastBytes = 1024 * 1024;
    internal const long MostBytes = 1L << 50;
    private const int MostDevice = 255;

    /// <summary>
    /// What runs models: <c>cpu</c>, the default, <c>cuda</c>, <c>tensorrt</c>, <c>directml</c> or <c>coreml</c>. All but the first need a native library with them: the application
    /// references <c>Microsoft.ML.OnnxRuntime.Gpu</c> instead of <c>Microsoft.ML.OnnxRuntime</c> for <c>cuda</c> and <c>tensorrt</c>.
    /// </summary>
    public string Provider { get; set; } = "cpu";

    /// <summary>Which device of that kind; 0 to 255, 0 by default.</summary>
    public int Device { get; set; }

    /// <summary>Whether models run on the CPU, and a warning is logged, where the provider is not there; false by default: the bundle is refused then.</summary>
    public bool FallBackToCpu { get; set; }

    /// <summary>
    /// Threads that one run of a model has; 1 to 256, 1 by default. Several callers scale better than several threads for each of them.
    /// </summary>
    public int Threads { get; set; } = 1;

    /// <summary>The most memory of a session on a device other than the CPU, in bytes; 1 MiB to 1 PiB, 4 GiB by default. On a CPU the size of batches bounds it.</summary>
    public long MaxDeviceBytes { get; set; } = 4L << 30;

    /// <summary>The most bytes that all files of a bundle may have; 1 MiB to 1 PiB, 4 GiB by default.</summary>
    public long MaxBundleBytes { get; set; } = 4L << 30;

    /// <summary>Where is logged what models run on; nowhere by default.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>A checked copy of the options, or of the defaults.</summary>
    internal static ModelOptions Take(ModelOptions? options)
    {
        ModelOptions taken = options is null ? new ModelOptions() : options with { };
        if (!Inference.ExecutionProvider.Names.Contains(taken.Provider))
            throw Problem(nameof(options), nameof(Provider), taken.Provider, "one of " + string.Join(", ", Inference.ExecutionProvider.Names));
        if (taken.Device is < 0 or > MostDevice)
            throw Problem(nameof(options), nameof(Device), taken.Device, "from 0 to 255");
        if (taken.Threads is < 1 or > MostThreads)
            throw Problem(nameof(options), nameof(Threads), taken.Threads, "from 1 to 256");
        if (taken.MaxDeviceBytes is < LeastBytes or > MostBytes)
            throw Problem(nameof(options), nameof(MaxDeviceBytes), taken.MaxDeviceBytes, "from 1 MiB to 1 PiB");
        if (taken.MaxBundleBytes is < LeastBytes or > MostBytes)
            throw Problem(nameof(options), nameof(MaxBundleBytes), taken.MaxBundleBytes, "from 1 MiB to 1 PiB");
        return taken;
    }

    private static ArgumentOutOfRangeException Problem(string parameter, string name, object? value, string rule) =>
        new(parameter, value, string.Create(CultureInfo.InvariantCulture, $"{nameof(ModelOptions)}.{name} is {value}; it must be {rule}."));
}
