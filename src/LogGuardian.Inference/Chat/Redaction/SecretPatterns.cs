namespace LogGuardian.Inference;

/// <summary>Passwords, tokens and keys: by what they are called, by the format of those who issue them, and by how random they look.</summary>
internal static class SecretPatterns
{
    private const string Secret = "SECRET";
    private const string Token = "TOKEN";

    // A quote may be escaped, where a log line holds JSON as text; a quoted value may lack its end, where a line was cut.
    private const string Quoted = @"(?:\\""(?<value>[^""\\]+)|""(?<value>(?:[^""\\]|\\.)+)|'(?<value>[^']+)|(?<value>[^\s,;&""'\\][^\s,;&""']*))";
    private const string Is = @"\\?[""']?\]?\s{0,3}(?:=>|:=|=|:\s?)\s{0,3}";

    private const string Names =
        @"(?:[\w.-]*(?:password|passwd|passphrase|passcode|secret|credentials?|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|secret[_-]?key|"
        + @"encryption[_-]?key|signing[_-]?key|master[_-]?key|auth[_-]?key|subscription[_-]?key|connection[_-]?string|sessionid|session[_-]token|connect\.sid)|\b(?:pass|pwd|pw|otp|pin|cvv|cvc))(?:_?(?:value|base64|b64|\d{1,3}))?";

    // What stands where a password would and is none.
    private static readonly HashSet<string> NoSecrets = new(
        [
            "null", "none", "nil", "empty", "true", "false", "yes", "no", "undefined", "unknown", "required", "missing", "invalid", "incorrect", "wrong", "expired", "failed", "failure", "ok", "set",
            "unset", "changed", "redacted", "filtered", "masked", "hidden", "n/a", "not", "is", "was", "the", "must", "authentication", "error", "(null)", "-", "bearer", "basic", "digest",
            "negotiate", "ntlm", "hawk", "aws4-hmac-sha256",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<RedactionPattern> All { get; } =
    [
        RedactionPattern.Of("PRIVATE_KEY", @"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)"),
        RedactionPattern.Of(Secret, @"\b[a-z][a-z0-9+.-]*://[^\s/:@""'<>]*:(?<value>[^\s/""']+)@", ignoreCase: true),
        RedactionPattern.Of("USER", @"\b[a-z][a-z0-9+.-]*://(?<value>[^\s/:@""'<>]+)(?::[^\s/""']*)?@", ignoreCase: true),
        RedactionPattern.Of(Secret, @"\b(?:proxy-)?authorization" + Is + @"[""']?(?:digest|negotiate|ntlm|hawk|aws4-hmac-sha256)\s+(?<value>[^\r\n]+)", ignoreCase: true),
        RedactionPattern.Of(
            Secret, @"\b(?:proxy-)?authorization" + Is + @"\\?[""']?(?:(?:bearer|basic|token|apikey|api-key|key)\s+)?(?<value>[^\s""',;\\]+)", UnlessWord, ignoreCase: true),
        RedactionPattern.Of(Secret, @"\b(?:set-)?cookie" + Is + @"[""']?(?<value>[^""'\r\n]+)", ignoreCase: true),
        RedactionPattern.Of(Token, @"\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?"),
        RedactionPattern.Of(Token, @"\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|ABIA|ACCA)[0-9A-Z]{16}\b"),
        RedactionPattern.Of(Token, @"\b(?:AIza[\w-]{30,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|[\w~.]{3}[0-9]Q~[\w~.-]{31,})"),
        RedactionPattern.Of(Token, @"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|gl[a-z]{2,6}-[\w-]{18,}|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,})"),
        RedactionPattern.Of(Token, @"hooks\.slack\.com/(?:services|workflows|triggers)/(?<value>[\w/-]+)"),
        RedactionPattern.Of(Token, @"\b(?:sk-[\w-]{16,}|(?:sk|rk|pk)_(?:live|test)_\w{10,}|whsec_\w{16,}|npm_\w{30,}|pypi-[\w-]{20,}|hf_[A-Za-z0-9]{20,}|dop_v1_[0-9a-f]{20,}|dckr_pat_[\w-]{20,})"),
        RedactionPattern.Of(Token, @"\b(?:SG\.[\w-]{16,}\.[\w-]{16,}|SK[0-9a-f]{32}\b|[0-9]{8,10}:AA[\w-]{30,}|hv[sb]\.[\w-]{20,}|shp(?:at|ss|ca|pa)_[0-9a-f]{20,})"),
        RedactionPattern.Of(Secret, @"(?:server|data source|host|addr|address|endpoint)\s{0,2}=[^;\r\n]+;(?:[^\r\n]*;)?\s*(?:password|pwd)\s{0,2}=\s{0,2}(?<value>[^;""'\r\n]+)", ignoreCase: true),
        RedactionPattern.Of(Secret, Names + Is + Quoted, UnlessWord, ignoreCase: true),
        RedactionPattern.Of(Secret, @"(?:[\w.-]*token|\bsig|[\w.-]*signature|\bauth)" + Is + Quoted, LikelyToken, ignoreCase: true),
        RedactionPattern.Of(Secret, @"<[\w:.-]*(?:password|passwd|secret|token|apikey)>(?<value>[^<\r\n]+)", ignoreCase: true),
        RedactionPattern.Of(Secret, @"\b(?:bearer|basic)\s+(?<value>[\w+/.~=-]{8,})", found => HasDigit(found) || found.Length >= 20 ? found.Length : 0, ignoreCase: true),
        RedactionPattern.Of(Secret, @"\bidentified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?['""](?<value>[^'""]+)", ignoreCase: true),
        RedactionPattern.Of(Secret, @"\bpassword\s+(?:is\s+|was\s+|to\s+)?['""](?<value>[^'""]+)['""]", ignoreCase: true),
        RedactionPattern.Of(Secret, @"\bpassword\s+(?:is|was|to)\s+(?<value>[^\s'"",;<]+)", found => HasDigit(found) ? found.Length : 0, ignoreCase: true),
        RedactionPattern.Of(Secret, @"\s--?[\w-]*(?:password|passwd|passphrase|secret|token|api-?key)\s+[""']?(?<value>[^\s""'-][^\s""']*)", UnlessWord, ignoreCase: true),
        RedactionPattern.Of(Secret, @"\s(?:-u|--user|--proxy-user)\s+[""']?[^\s:""']+:(?<value>[^\s""']+)"),
        RedactionPattern.Of(Token, @"[A-Za-z0-9+/_=-]{20,}", RandomLength),
    ];

    public static bool IsSecret(string kind) => kind is Secret or Token;

    private static int UnlessWord(Candidate found) => IsWord(found.Value) || IsDirectory(found) ? 0 : found.Length;

    /// <summary>A token is spoken of more often than shown: <c>unexpected token: then</c>, <c>max_tokens=512</c>.</summary>
    private static int LikelyToken(Candidate found)
    {
        ReadOnlySpan<char> before = found.Before.TrimEnd("\"'\\ ");
        bool isShown = before is [.., '='] or [.., '"', ':'] || found.Length >= 16 || (found.Length >= 8 && HasDigit(found));
        return isShown && !IsWord(found.Value) && found.Value.ContainsAnyExceptInRange('0', '9') ? found.Length : 0;
    }

    /// <summary>Of a path each name is looked at by itself.</summary>
    private static int RandomLength(Candidate found)
    {
        if (found.Value[0] != '/')
        {
            return TokenShape.IsRandom(found.Value) ? found.Length : 0;
        }

        foreach (Range name in found.Value.Split('/'))
        {
            if (TokenShape.IsRandom(found.Value[name]))
            {
                return found.Length;
            }
        }

        return 0;
    }

    private static bool HasDigit(Candidate found) => found.Value.ContainsAnyInRange('0', '9');

    /// <summary>The shell's variable for where it is.</summary>
    private static bool IsDirectory(Candidate found) => found.Value[0] == '/' && found.Before.EndsWith("PWD=", StringComparison.Ordinal);

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        text = text.Trim("[](){}<>.:!*");
        return text.IsEmpty || NoSecrets.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
    }
}
