using System.Diagnostics;

namespace Lab.Running;

/// <summary>Debian packages.</summary>
internal static class Packages
{
    /// <summary>Prevents that a server is started by its own installation (invoke-rc.d(8)).</summary>
    private const string Policy = "/usr/sbin/policy-rc.d";

    private static readonly string[] Always = ["iproute2", "nftables", "util-linux", "procps", "libfaketime"];

    /// <exception cref="InvalidOperationException">A package cannot be installed.</exception>
    public static async Task InstallAsync(IEnumerable<string> packages, CancellationToken cancellationToken)
    {
        string[] missing = [.. Always.Concat(packages).Distinct().Where(package => !File.Exists($"/var/lib/dpkg/info/{package}.list") && !File.Exists($"/var/lib/dpkg/info/{package}:amd64.list"))];
        if (missing.Length == 0)
        {
            return;
        }

        Console.WriteLine($"installs {string.Join(' ', missing)}");
        bool isOurs = !File.Exists(Policy);
        if (isOurs && !OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(Policy, "#!/bin/sh\nexit 101\n", cancellationToken);
            File.SetUnixFileMode(Policy, (UnixFileMode)0b111_101_101);
        }

        try
        {
            var start = new ProcessStartInfo("sh")
            {
                // A cluster of the distribution is not asked for.
                ArgumentList = { "-c", $"mkdir -p /etc/postgresql-common && {{ [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf; }} && {{ apt-get install -y --no-install-recommends {string.Join(' ', missing)} || {{ apt-get update && apt-get install -y --no-install-recommends {string.Join(' ', missing)}; }}; }} 2>&1" },
                RedirectStandardOutput = true,
                Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
            };
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"apt-get could not install {string.Join(' ', missing)}; all must be installed. {output[Math.Max(0, output.Length - 600)..]}");
            }
        }
        finally
        {
            if (isOurs)
            {
                File.Delete(Policy);
            }
        }
    }
}
