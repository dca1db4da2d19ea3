using System.Globalization;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>What computes, by its name.</summary>
internal static class TorchDevice
{
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="InvalidOperationException">There is no such device here.</exception>
    public static Device Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "cpu")
        {
            return CPU;
        }

        int index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            throw new ArgumentException($"The device is '{name}'; it must be cpu, cuda, or cuda:1 for the second GPU.", nameof(name));
        }

        int count = cuda.is_available() ? cuda.device_count() : 0;
        return index < count
            ? new Device(TorchSharp.DeviceType.CUDA, index)
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"The device is '{name}', and Torch sees {count} GPUs. Use the device cpu, or load a Torch for CUDA: reference its package, or name its folder in LOGGUARDIAN_LIBTORCH."));
    }
}
