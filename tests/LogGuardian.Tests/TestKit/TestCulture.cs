using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Tests.TestKit;

/// <summary>
/// Runs every test under the culture that LOGGUARDIAN_TEST_CULTURE names, so that one leg of the build can prove that a decimal
/// comma changes nothing.
/// </summary>
internal static class TestCulture
{
    [ModuleInitializer]
    internal static void Apply()
    {
        if (Environment.GetEnvironmentVariable("LOGGUARDIAN_TEST_CULTURE") is { Length: > 0 } name)
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = new CultureInfo(name);
        }
    }
}
