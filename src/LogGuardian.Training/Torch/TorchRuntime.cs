using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace LogGuardian.Training;

/// <summary>Loads Torch before TorchSharp does, from where it is: TorchSharp by itself copies half a gigabyte beside the application, and does not start on systems with an older libstdc++.</summary>
internal static class TorchRuntime
{
    private const string ShimName = "LibTorchSharp";

    private static readonly Lazy<TorchFiles> Loaded = new(() => Load(TorchFiles.Find()));

    /// <summary>Loads Torch, the first time. Whoever uses TorchSharp calls it before anything of TorchSharp.</summary>
    /// <exception cref="DllNotFoundException">Torch is not there or cannot be loaded; the message says what to do.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Loads one library.</summary>
    /// <exception cref="DllNotFoundException">It cannot be loaded; the message says what to do.</exception>
    internal static nint Open(string path)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                CheckMachine(path);
            }

            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DllNotFoundException($"'{path}' cannot be loaded: {e.Message} {TorchFiles.Remedy}", e);
        }
    }

    private static TorchFiles Load(TorchFiles files)
    {
        // What others need comes first, so that none is looked for elsewhere. A folder with CUDA has two more.
        foreach (string library in new[] { "c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch" })
        {
            string path = Path.Combine(files.Folder, TorchFiles.FileOf(library));
            if (File.Exists(path) || !library.EndsWith("_cuda", StringComparison.Ordinal))
            {
                Open(path);
            }
        }

        nint shim = Open(Loadable(files.Shim));

        // Where the system does not find what is already loaded by its name.
        AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += (_, name) => name == ShimName ? shim : 0;
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new DllNotFoundException($"Torch of '{files.Folder}' does not start: {e.GetBaseException().Message} {TorchFiles.Remedy}", e);
        }

        return files;
    }

    private static string Loadable(string shim)
    {
        if (!OperatingSystem.IsLinux() || !SystemLibrary.Lacks("libstdc++.so.6", ShimPatch.Version))
        {
            return shim;
        }

        string folder = ShimCache.Folder();
        try
        {
            return ShimCache.Keep(folder, ShimPatch.Weakened(File.ReadAllBytes(shim)));
        }
        catch (InvalidDataException e)
        {
            throw new DllNotFoundException($"'{shim}': {e.Message} Restore the package TorchSharp again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DllNotFoundException(
                $"This system's libstdc++ lacks {ShimPatch.Version}, and the copy of '{shim}' that does without it cannot be kept in '{folder}': {e.Message} Make the folder writable, or set XDG_CACHE_HOME.", e);
        }
    }

    private static void CheckMachine(string path)
    {
        Span<byte> start = stackalloc byte[64];
        using FileStream file = File.OpenRead(path);
        int machine = ElfLibrary.Machine(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        int own = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 62, Architecture.Arm64 => 183, _ => machine };
        if (machine != own)
        {
            throw new BadImageFormatException(FormattableString.Invariant($"It is for another processor: its machine is {machine}; it must be {own}, {RuntimeInformation.ProcessArchitecture}."));
        }
    }
}
