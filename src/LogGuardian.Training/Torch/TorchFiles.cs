using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace LogGuardian.Training;

/// <summary>Where Torch's libraries are.</summary>
/// <param name="Folder">The folder of libtorch.</param>
/// <param name="Shim">TorchSharp's own library.</param>
internal sealed record TorchFiles(string Folder, string Shim)
{
    /// <summary>The version of libtorch that TorchSharp is built for. TorchSharp says it too, but loads libtorch before it does.</summary>
    public const string Version = "2.10.0";

    /// <summary>Names the folder of libtorch before all other places.</summary>
    public const string Variable = "LOGGUARDIAN_LIBTORCH";

    /// <summary>The system and processor, as packages name them.</summary>
    public static string Platform { get; } =
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string NativeFolder { get; } = Path.Combine("runtimes", Platform, "native");

    /// <summary>What has to be done where libtorch is not there.</summary>
    public static string Remedy { get; } = $"Add the package libtorch-cpu-{Platform} {Version} to the application, or set {Variable} to the folder of libtorch {Version} for {Platform}.";

    /// <summary>The name of a library's file.</summary>
    public static string FileOf(string library) => OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>Looks for them in the named folder, beside the application, and where packages are kept.</summary>
    /// <exception cref="DllNotFoundException">They are nowhere; the message says where was looked, and what to do.</exception>
    public static TorchFiles Find() => Find(Environment.GetEnvironmentVariable(Variable), Beside(), Packages());

    /// <summary>Looks for them in the named folder, if one is named, beside the application, and where packages are kept.</summary>
    /// <exception cref="DllNotFoundException">They are nowhere, or twice; the message says where was looked, and what to do.</exception>
    public static TorchFiles Find(string? named, string[] beside, string packages)
    {
        string[] folders = string.IsNullOrEmpty(named)
            ? [.. beside, Path.Combine(packages, $"libtorch-cpu-{Platform}", Version, NativeFolder)]
            : [named, Path.Combine(named, "lib")];
        string torch = FileOf("torch_cpu");
        string folder = FolderWith(torch, folders) ?? throw Missing(torch, folders, Remedy);
        if (!string.IsNullOrEmpty(named) && FolderWith(torch, beside) is { } own && Path.GetFullPath(Path.Combine(own, torch)) != Path.GetFullPath(Path.Combine(folder, torch)))
        {
            throw new DllNotFoundException(
                $"{Variable} names '{folder}', but the application has {torch} of its own in '{own}': TorchSharp would load both, and the second ends the process. "
                + $"Leave the package libtorch-cpu-{Platform} out of the application, or do not set {Variable}.");
        }

        string version = typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        string[] shims = [.. beside, Path.Combine(packages, "torchsharp", version, NativeFolder)];
        string shim = FileOf("LibTorchSharp");
        string shimFolder = FolderWith(shim, shims)
            ?? throw Missing(shim, shims, $"Publish the application for {Platform} with the package TorchSharp {version}, which has it for linux-x64, win-x64, win-arm64 and osx-arm64.");
        return new TorchFiles(Path.GetFullPath(folder), Path.GetFullPath(Path.Combine(shimFolder, shim)));
    }

    // The runtime looks for TorchSharp in the same folders, in the same order.
    private static string[] Beside() =>
    [
        .. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        Path.Combine(AppContext.BaseDirectory, NativeFolder),
        AppContext.BaseDirectory,
    ];

    private static string Packages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } packages
        ? packages
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string? FolderWith(string file, string[] folders) => folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, file)));

    private static DllNotFoundException Missing(string file, string[] folders, string remedy) =>
        new($"Training needs {file}, which is not in {string.Join(", ", folders.Select(folder => $"'{folder}'").Distinct())}. {remedy}");
}
