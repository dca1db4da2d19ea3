using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>
/// Makes renames in a directory last through a loss of power: POSIX wants the directory flushed, not only the file. .NET opens no directories, hence the C library. Where
/// that is not to be had, as on Windows, whose file systems keep a journal of renames, it does nothing.
/// </summary>
internal static class DirectoryEntries
{
    public static void Flush(string file)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return;
        }

        int directory = Open(Path.GetDirectoryName(Path.GetFullPath(file))!, flags: 0);
        if (directory >= 0)
        {
            // Some file systems refuse it; the file itself is flushed all the same.
            _ = Sync(directory);
            _ = Close(directory);
        }
    }

    [DllImport("libc", EntryPoint = "open", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
