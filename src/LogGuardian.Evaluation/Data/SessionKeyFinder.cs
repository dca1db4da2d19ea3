using System.Text.RegularExpressions;

namespace LogGuardian.Evaluation;

/// <summary>Finds the sessions that a line names: every match of a pattern, the first group when it has one.</summary>
internal sealed class SessionKeyFinder
{
    private readonly Regex _pattern;
    private readonly int _group;

    /// <exception cref="ArgumentException">The pattern is not valid.</exception>
    public SessionKeyFinder(string pattern)
    {
        try
        {
            _pattern = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            _group = _pattern.GetGroupNumbers().Length > 1 ? 1 : 0;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"The session key is '{pattern}'; it must be a regular expression without look-around or back-reference. {e.Message}", nameof(pattern), e);
        }
    }

    public IReadOnlyList<string> Find(ReadOnlySpan<byte> content)
    {
        string text = LogText.Decode(content);
        if (_group == 0)
        {
            List<string> keys = new(capacity: 1);
            foreach (ValueMatch match in _pattern.EnumerateMatches(text))
            {
                string key = text.Substring(match.Index, match.Length);
                if (key.Length > 0 && !keys.Contains(key, StringComparer.Ordinal))
                {
                    keys.Add(key);
                }
            }

            return keys;
        }

        return [.. _pattern.Matches(text).Select(match => match.Groups[_group].Value).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)];
    }
}
