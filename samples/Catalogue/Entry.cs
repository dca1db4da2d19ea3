using Catalogue.Scanning;

namespace Catalogue;

/// <summary>A line of the corpus.</summary>
internal sealed record Entry(Level Level, string Package, string Language, string Message) : IComparable<Entry>
{
    public int CompareTo(Entry? other) =>
        other is null ? 1
        : string.CompareOrdinal(Package, other.Package) is not 0 and int package ? package
        : string.CompareOrdinal(Language, other.Language) is not 0 and int language ? language
        : Level != other.Level ? Level.CompareTo(other.Level)
        : string.CompareOrdinal(Message, other.Message);
}
