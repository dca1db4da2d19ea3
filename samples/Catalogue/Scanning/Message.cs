namespace Catalogue.Scanning;

/// <summary>A message that a source can log.</summary>
internal readonly record struct Message(Level Level, string Text);
