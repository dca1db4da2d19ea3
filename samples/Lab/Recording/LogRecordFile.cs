namespace Lab.Recording;

/// <summary>A log of a recording.</summary>
/// <param name="System">The system that wrote it.</param>
/// <param name="Lines">How many lines it has.</param>
internal sealed record LogRecordFile(string System, long Lines);
