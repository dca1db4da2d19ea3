using System.CommandLine;
using System.Text;
using Catalogue.Packages;
using Catalogue.Scanning;

namespace Catalogue;

/// <summary>Makes the corpus.</summary>
internal static class CatalogueCommand
{
    /// <summary>The parts of the kernel that servers and supercomputers run.</summary>
    private static readonly string[] KernelParts =
    [
        "arch/x86/", "arch/powerpc/", "arch/ia64/", "arch/s390/", "arch/arm64/kernel/", "block/", "certs/", "crypto/", "fs/", "init/", "ipc/", "kernel/", "lib/", "mm/", "net/", "security/", "virt/",
        "drivers/acpi/", "drivers/ata/", "drivers/base/", "drivers/block/", "drivers/char/", "drivers/cpufreq/", "drivers/dma/", "drivers/edac/", "drivers/firmware/", "drivers/hv/", "drivers/hwmon/",
        "drivers/idle/", "drivers/infiniband/", "drivers/iommu/", "drivers/md/", "drivers/message/", "drivers/net/", "drivers/nvdimm/", "drivers/nvme/", "drivers/pci/", "drivers/ras/", "drivers/scsi/",
        "drivers/target/", "drivers/thermal/", "drivers/tty/", "drivers/usb/core/", "drivers/usb/host/", "drivers/vfio/", "drivers/virtio/", "drivers/watchdog/", "drivers/xen/", "include/",
    ];

    public static RootCommand Make()
    {
        var packages = new Option<string>("--packages") { Description = "The list of packages; the run completes it.", Required = true };
        var target = new Option<string>("--out") { Description = "The file of the corpus, compressed when it ends in .zst.", Required = true };
        var work = new Option<string>("--work") { Description = "Keeps what was downloaded.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "catalogue") };
        var most = new Option<int>("--most") { Description = "The most messages.", DefaultValueFactory = _ => 150_000 };
        var root = new RootCommand("Collects the messages that open-source programs log, with the levels that their authors gave them.") { packages, target, work, most };
        root.SetAction((result, token) => RunAsync(result.GetValue(packages)!, result.GetValue(target)!, Path.GetFullPath(result.GetValue(work)!), result.GetValue(most), token));
        return root;
    }

    private static async Task<int> RunAsync(string list, string target, string work, int most, CancellationToken cancellationToken)
    {
        try
        {
            var archive = new PackageArchive(work);
            await archive.UpdateAsync(cancellationToken);
            var corpus = new Corpus();
            var rows = new List<PackageRow>();
            foreach (PackageRow listed in PackageList.Read(list))
            {
                (PackageRow row, string file) = await archive.DownloadAsync(listed, cancellationToken);
                string folder = await archive.UnpackAsync(row, file, cancellationToken);
                int found = Collect(folder, row.Name, corpus);
                rows.Add(row with { Licences = Licences.Of(folder) });
                Directory.Delete(folder, recursive: true);
                Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {row.Name} {row.Version}: {found:N0} messages");
            }

            IReadOnlyList<Entry> entries = corpus.Select(most);
            ILookup<string, Entry> byPackage = entries.ToLookup(entry => entry.Package);
            CorpusFile.Write(target, entries);
            PackageList.Write(list, rows.Select(row => row with { Messages = byPackage[row.Name].Count() }));
            Console.WriteLine($"{entries.Count:N0} messages of {rows.Count:N0} packages: {string.Join(", ", entries.CountBy(entry => entry.Level).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} {pair.Key}"))}");
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            Console.WriteLine($"FAILED {e.Message}");
            return 1;
        }
    }

    private static int Collect(string folder, string package, Corpus corpus)
    {
        int found = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            string path = Path.GetRelativePath(folder, file);
            if (Languages.Of(path) is not { } language || package == Corpus.Kernel && !KernelParts.Any(part => path.Contains($"/{part}", StringComparison.Ordinal)))
            {
                continue;
            }

            foreach (Message message in SourceScanner.Scan(File.ReadAllText(file, Encoding.UTF8), language))
            {
                corpus.Add(package, language, message);
                found++;
            }
        }

        return found;
    }
}
