using System.Diagnostics;
using System.Globalization;

namespace LogGuardian.Tests.TestKit;

/// <summary>A PostgreSQL server of the test's own, in a folder of its own, on a port of its own.</summary>
internal sealed class PostgresCluster : IDisposable
{
    private readonly string _bin;
    private readonly string _folder;

    private PostgresCluster(string bin, string folder, int port) => (_bin, _folder, Port) = (bin, folder, port);

    public int Port { get; }

    /// <summary>The newest installation of Debian's packages; null when there is none.</summary>
    public static string? Installation => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")))
        : null;

    /// <summary>Makes and starts a server; one that trusts whoever comes from this machine.</summary>
    public static PostgresCluster Start(int port)
    {
        string folder = Directory.CreateTempSubdirectory("logguardian-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres:", folder);
        }

        var cluster = new PostgresCluster(Installation!, folder, port);
        string data = cluster.Data;
        cluster.AsOwner("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N");
        string options = string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off");
        cluster.AsOwner("pg_ctl", "start", "-D", data, "-l", Path.Combine(folder, "server.log"), "-w", "-t", "60", "-s", "-o", options);
        return cluster;
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public void Execute(string database, string statement) =>
        Run(Path.Combine(_bin, "psql"), "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-d", database, "-X", "-q", "-c", statement);

    /// <summary>Makes a tablespace in the server's folder.</summary>
    public void CreateTablespace(string name, string owner)
    {
        string folder = Path.Combine(_folder, name);
        _ = Environment.IsPrivilegedProcess ? Run("runuser", "-u", "postgres", "--", "mkdir", folder) : Run("mkdir", folder);
        Execute("postgres", $"CREATE TABLESPACE {name} OWNER {owner} LOCATION '{folder}'");
    }

    /// <summary>Kills the server as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        using var server = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture));
        server.Kill();
    }

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            try
            {
                AsOwner("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-s");
            }
            catch (InvalidOperationException)
            {
                // It was killed before.
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    // The server refuses to run as root.
    private void AsOwner(string program, params string[] arguments)
    {
        string path = Path.Combine(_bin, program);
        _ = Environment.IsPrivilegedProcess ? Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Run(path, arguments);
    }

    private static int Run(string program, params string[] arguments)
    {
        // No redirected output: the server that pg_ctl leaves behind would hold it open.
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/tmp" })!;
        process.WaitForExit();
        return process.ExitCode == 0 ? 0 : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
