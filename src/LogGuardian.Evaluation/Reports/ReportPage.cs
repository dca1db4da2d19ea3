using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>
/// One page that needs nothing else. It is built as XML, so that all text from outside is escaped and the page is well-formed; the elements used mean the same in HTML.
/// </summary>
public static class ReportPage
{
    private const string StyleSheet = "report.css";

    /// <summary>Colours for light and dark, and all else that pages and charts look like.</summary>
    internal static string Style { get; } = ReadStyle();

    /// <summary>The page as HTML.</summary>
    /// <param name="title">Its title and heading.</param>
    /// <param name="facts">What it says first, see <see cref="Facts"/>.</param>
    /// <param name="contents">Links to its parts; null for none.</param>
    /// <param name="body">Its parts.</param>
    public static string Render(string title, XElement facts, XElement? contents, IEnumerable<XElement> body)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(body);
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                new XElement("title", title),
                new XElement("style", Style)),
            new XElement("body", new XElement("header", new XElement("h1", title), facts, contents), new XElement("main", body)));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    /// <summary>Names and values side by side.</summary>
    public static XElement Facts(IEnumerable<(string Name, string Value)> facts) => new(
        "dl", facts.Select(fact => new XElement("div", new XElement("dt", fact.Name), new XElement("dd", fact.Value))));

    private static string ReadStyle()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(StyleSheet)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
