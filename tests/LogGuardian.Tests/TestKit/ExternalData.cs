namespace LogGuardian.Tests.TestKit;

/// <summary>Public log data that is not part of the repository; tests that need it are skipped where it is missing.</summary>
internal static class ExternalData
{
    /// <summary>Path of a file below LOGGUARDIAN_DATA; skips the calling test (a [SkippableFact]) when it is not there.</summary>
    public static string Require(string relativePath)
    {
        string? root = Environment.GetEnvironmentVariable("LOGGUARDIAN_DATA");
        Skip.If(string.IsNullOrEmpty(root), $"LOGGUARDIAN_DATA is not set; this test needs '{relativePath}' below it.");
        string path = Path.Combine(root!, relativePath);
        Skip.IfNot(File.Exists(path) || Directory.Exists(path), $"'{relativePath}' is not below LOGGUARDIAN_DATA ('{root}').");
        return path;
    }
}
