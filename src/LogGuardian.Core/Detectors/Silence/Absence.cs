namespace LogGuardian.Core;

/// <summary>Something that did not come.</summary>
/// <param name="Id">Template that did not come.</param>
/// <param name="After">Template of the line that it should have followed; 0 when it should have come in the window, wherever.</param>
/// <param name="Line">Position of that line in the window; -1 when there is none.</param>
/// <param name="Observed">How often it was missed, or the length of the silence in seconds.</param>
/// <param name="Expected">How often it comes when it should, or the longest silence in seconds.</param>
/// <param name="Score">Raw score.</param>
internal readonly record struct Absence(ulong Id, ulong After, int Line, double Observed, double Expected, double Score);
