using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace LogGuardian;

/// <summary>Finds the session keys of a line. One line may belong to several sessions.</summary>
public abstract class SessionKeys
{
    /// <summary>
    /// Every match of a regular expression in the content is a key: the first group when the pattern has one, else the whole match.
    /// The expression runs without backtracking, so that no line can make it slow.
    /// </summary>
    /// <param name="pattern">The pattern, such as <c>blk_-?\d+</c> or <c>trace=(\w+)</c>. Look-arounds and back-references are not supported.</param>
    /// <exception cref="ArgumentException">The pattern is not valid; the message names it.</exception>
    public static SessionKeys Matching(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        try
        {
            return new RegexSessionKeys(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException(
                $"Session pattern is '{pattern}'; it must be a regular expression without look-around or back-reference. {e.Message}", nameof(pattern), e);
        }
    }

    /// <summary>Finds the keys of a line.</summary>
    /// <param name="log">The line.</param>
    /// <param name="keys">Receives each key once per match; the caller removes repeats.</param>
    public abstract void Find(in ParsedLog log, SessionKeySet keys);

    private sealed class RegexSessionKeys(Regex regex) : SessionKeys
    {
        private readonly bool _grouped = regex.GetGroupNumbers().Length > 1;

        public override void Find(in ParsedLog log, SessionKeySet keys)
        {
            ReadOnlySpan<byte> content = log.Content.Span;
            char[] rented = ArrayPool<char>.Shared.Rent(content.Length);
            int length = Encoding.UTF8.GetChars(content, rented);
            ReadOnlySpan<char> text = rented.AsSpan(0, length);
            if (_grouped)
            {
                for (Match match = regex.Match(text.ToString()); match.Success; match = match.NextMatch())
                {
                    keys.Add(match.Groups[1].ValueSpan);
                }
            }
            else
            {
                foreach (ValueMatch match in regex.EnumerateMatches(text))
                {
                    keys.Add(text.Slice(match.Index, match.Length));
                }
            }

            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
