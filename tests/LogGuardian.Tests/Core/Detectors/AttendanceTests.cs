using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class AttendanceTests
{
    /// <summary>Templates come and stop coming, some of them a little more often than needed and others a little less.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_TemplatesThatComeAndGo_MissesThoseThatAlmostAllWindowsHave(int seed)
    {
        var random = new Random(seed);
        var attendance = new Attendance();
        long[] windows = new long[40];
        double[] rates = [.. windows.Select(_ => 1 - (0.05 * random.NextDouble()))];
        LogWindow session = new(WindowKind.Session, new[] { Logs.Log("a") }, "s");
        int found = 0;
        for (int learned = 1; learned <= 3_000; learned++)
        {
            HashSet<ulong> present = [.. Enumerable.Range(0, windows.Length).Where(i => learned % 700 > i && random.NextDouble() < rates[i]).Select(i => (ulong)i)];
            attendance.Learn(session, present);
            foreach (ulong id in present)
            {
                windows[id]++;
            }

            if (learned >= 50 && random.Next(3) == 0)
            {
                var absences = new List<Absence>();
                attendance.Find(session, [], absences);
                ulong[] expected = [.. Enumerable.Range(0, windows.Length).Where(i => windows[i] >= 0.98 * learned).Select(i => (ulong)i)];
                Assert.Equal(expected, absences.Select(absence => absence.Id).Order());
                found += expected.Length;
            }
        }

        Assert.NotEqual(0, found);
    }
}
