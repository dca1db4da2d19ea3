namespace LogGuardian.Tests.Conventions;

/// <summary>Turns a list of violations into one failure that names them all.</summary>
internal static class Violations
{
    public static void None(IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }
}
