using System.Text.Json;

namespace LogGuardian;

/// <summary>A stage whose knowledge survives a restart. Implemented beside <see cref="ILogParser"/>, <see cref="IDetector"/> or <see cref="IWindower"/>.</summary>
public interface IStateful
{
    /// <summary>Name of the stage's section in the state; unique within a pipeline.</summary>
    string StateName { get; }

    /// <summary>Version of the section, at least 1; raised when its layout changes.</summary>
    int StateVersion { get; }

    /// <summary>Writes the section as one JSON value.</summary>
    void SaveState(Utf8JsonWriter writer);

    /// <summary>Replaces the stage's knowledge by a saved section.</summary>
    /// <param name="section">What <see cref="SaveState"/> wrote.</param>
    /// <param name="version">The version it was written with, at most <see cref="StateVersion"/>.</param>
    /// <exception cref="JsonException">The section is damaged.</exception>
    void LoadState(JsonElement section, int version);
}
