using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LogGuardian.Inference;

/// <summary>What says who somebody is: addresses, numbers and names.</summary>
internal static class PersonalPatterns
{
    private const string User = "USER";
    private const string Address = "IP";
    private const string Name = @"[""'\[]?(?<value>[^\s""',;&()\[\]{}|\\]+)";

    // Accounts of the system and what stands where a name would.
    private static readonly HashSet<string> Nobody = new(
        [
            "root", "system", "nobody", "anonymous", "daemon", "null", "none", "nil", "unknown", "true", "false", "yes", "no", "default", "public", "shared", "is", "was", "not", "has", "does", "failed",
            "failure", "invalid", "error", "request", "input", "agent", "-", "*", "name", "id",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<RedactionPattern> Identities { get; } =
    [
        RedactionPattern.Of("EMAIL", @"[\w.%+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}"),
        RedactionPattern.Of("IBAN", @"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?", found => BankNumbers.IbanLength(found.Value)),
        RedactionPattern.Of(
            "CARD",
            @"\b(?:[0-9]{13,19}|[0-9]{4}[ -][0-9]{6}[ -][0-9]{5}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{1,7})\b",
            found => IsFree(found) && BankNumbers.IsCard(found.Value) ? found.Length : 0),
        RedactionPattern.Of(
            "PHONE",
            @"\b(?:phone|telephone|tel|mobile|msisdn|cell|fax)\w*[""']?\s?[:=]\s?[""']?(?<value>\+?[0-9(][0-9 ().-]{5,18}[0-9])",
            ignoreCase: true),
        RedactionPattern.Of(
            "PHONE",
            @"\+[0-9]{1,3}[ .-]?\(?[0-9]{1,4}\)?(?:[ .-]?[0-9]{2,4}){2,4}",
            found => IsFree(found) && Digits(found.Value) is >= 9 and <= 15 ? found.Length : 0),
        RedactionPattern.Of(
            "PHONE", @"(?:\([0-9]{3}\) ?[0-9]{3}[-. ][0-9]{4}|[0-9]{3}[-.][0-9]{3}[-.][0-9]{4})", found => IsFree(found) ? found.Length : 0),
    ];

    public static IReadOnlyList<RedactionPattern> Addresses { get; } =
    [
        RedactionPattern.Of(Address, @"[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*", Version6Length),
        RedactionPattern.Of(Address, @"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", found => IsVersion4(found) ? found.Length : 0),
    ];

    public static IReadOnlyList<RedactionPattern> Users { get; } =
    [
        RedactionPattern.Of(
            User,
            @"(?:[\w.-]*user(?:[ _.-]?(?:name|id))?|\b(?:login|logname|uname|ugi|principal|account[_-]?name))\\?[""']?\s?(?:=|:\s?)\\?" + Name,
            UnlessNobody,
            ignoreCase: true),
        RedactionPattern.Of(User, @"\b(?:for|by|as|invalid|illegal|unknown) user\s+" + Name, UnlessNobody, ignoreCase: true),
        RedactionPattern.Of(User, @"\b(?:user|role) (?:'(?<value>[^']+)'|""(?<value>[^""]+)"")", UnlessNobody, ignoreCase: true),
        RedactionPattern.Of(User, @"\s(?:-u|--user|--proxy-user)\s+[""']?(?<value>[^\s:""'<]+):", UnlessNobody),
        RedactionPattern.Of(User, @"\b(?:Accepted|Failed|Postponed) [\w/-]+ for (?<value>[^\s<]+) from\b", UnlessNobody),
        RedactionPattern.Of(
            User,
            @"(?:/home|/Users|:[\\/]{1,4}Users|:[\\/]{1,4}Documents and Settings)[\\/]{1,4}(?<value>[^\s/\\""':;,()<>]+)",
            UnlessNobody),
    ];

    private static int UnlessNobody(Candidate found)
    {
        ReadOnlySpan<char> name = found.Value.TrimEnd(".:!?");
        return name.IsEmpty || Nobody.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) ? 0 : name.Length;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int digits = 0;
        foreach (char c in text)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits;
    }

    /// <summary>Whether a number stands for itself and is not a part of a longer name, version or number.</summary>
    private static bool IsFree(Candidate found)
    {
        bool isSigned = found.Before is [.., var ahead, '-'] ? !char.IsAsciiLetter(ahead) : found.Before is ['-'];
        return !isSigned && !IsNamePart(found.Before) && !(found.Before is [.., '+' or '#']) && !GoesOn(found.After);
    }

    private static bool IsNamePart(ReadOnlySpan<char> before) => before is [.., var last] && (char.IsLetterOrDigit(last) || last is '_' or '.');

    private static bool GoesOn(ReadOnlySpan<char> after) => after is [var next, ..] && (char.IsLetterOrDigit(next) || next == '_');

    /// <summary>Loopback, network masks and the unspecified address say nothing of anybody; <c>version 1.2.3.4</c> is none.</summary>
    private static bool IsVersion4(Candidate found)
    {
        bool isVersion = found.Before is [.., 'e', 'r', 's', 'i', 'o', 'n', _];
        if (isVersion || IsNamePart(found.Before) || GoesOn(found.After) || found.After is ['.', >= '0' and <= '9', ..])
        {
            return false;
        }

        ReadOnlySpan<char> text = found.Value;
        foreach (Range part in text.Split('.'))
        {
            if (int.Parse(text[part], CultureInfo.InvariantCulture) > byte.MaxValue)
            {
                return false;
            }
        }

        return text is not (['1', '2', '7', '.', ..] or ['0', '.', ..] or ['2', '5', '5', '.', ..]);
    }

    private static int Version6Length(Candidate found)
    {
        ReadOnlySpan<char> text = found.Value.TrimEnd('.');
        text = text is [.., ':', ':'] ? text : text.TrimEnd(':');
        bool isName = IsNamePart(found.Before) || (text.Length == found.Length && GoesOn(found.After));
        return !isName && text.Length >= 6 && text.ContainsAnyInRange('0', '9') && IPAddress.TryParse(text, out IPAddress? address)
            && address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address) ? text.Length : 0;
    }
}
