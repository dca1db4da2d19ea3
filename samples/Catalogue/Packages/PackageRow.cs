namespace Catalogue.Packages;

/// <summary>A package of the corpus: a row of <c>packages.tsv</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whether it is a source package or a binary one that holds sources.</param>
/// <param name="Version">Its version; <see cref="Open"/> for the newest, which the run then writes down.</param>
/// <param name="Sha256">Of its <c>.deb</c>, or of its <c>.dsc</c>, which states those of its archives.</param>
/// <param name="Licences">From its <c>debian/copyright</c>.</param>
/// <param name="Messages">How many of the corpus are from it.</param>
internal sealed record PackageRow(string Name, string Kind, string Version, string Sha256, string Licences, int Messages)
{
    public const string Open = "-";

    public bool IsBinary => Kind == "binary";
}
