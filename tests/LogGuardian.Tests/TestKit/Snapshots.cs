using LogGuardian.Tests.Conventions;
using Snapshooter;
using Snapshooter.Xunit;

namespace LogGuardian.Tests.TestKit;

/// <summary>Compares text with a committed snapshot. The place is named, not read off the call stack, which says little after an await or in a release build.</summary>
internal static class Snapshots
{
    /// <param name="text">What our own code wrote.</param>
    /// <param name="folder">Folder of the test below the test project.</param>
    /// <param name="name">Name of the snapshot, without its ending.</param>
    public static void Match(string text, string folder, string name) =>
        Snapshot.Match(text, new SnapshotFullName(name + ".snap", Path.Combine(Repository.Root, "tests", "LogGuardian.Tests", folder)));
}
