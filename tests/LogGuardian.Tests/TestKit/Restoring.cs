using System.Text.Json;

namespace LogGuardian.Tests.TestKit;

/// <summary>Carries what a stage learned to another one, through JSON text as a restart does.</summary>
internal static class Restoring
{
    public static T From<T>(this T restored, IStateful saved)
        where T : IStateful
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            saved.SaveState(writer);
        }

        using JsonDocument json = JsonDocument.Parse(buffer.ToArray());
        restored.LoadState(json.RootElement, saved.StateVersion);
        return restored;
    }
}
