namespace Catalogue.Scanning;

/// <summary>A language whose sources are read.</summary>
internal enum Language
{
    C,
    Cpp,
    Erlang,
    Go,
    Java,
    Python,
}
