namespace Catalogue.Scanning;

/// <summary>How grave its author called a message.</summary>
internal enum Level
{
    Debug,
    Info,
    Notice,
    Warning,
    Error,
    Critical,
}
