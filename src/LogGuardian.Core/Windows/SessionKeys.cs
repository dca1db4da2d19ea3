using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using LogGuardian.Core;

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

    /// <summary>
    /// The values of named parameters are keys: those that the template names (<c>key=&lt;NUM&gt;</c>, <c>&lt;OrderId&gt;</c>), and for a name that it does not
    /// know, a string or a number of that name in a JSON line (at its top, or in <c>State</c>, <c>Properties</c>, <c>Scopes</c>, <c>attributes</c>, <c>labels</c> or <c>fields</c>),
    /// else what follows <c>name=</c> in the content. With one name the key is the value; with several it is <c>name=value</c>, so that equal values of
    /// different names stay apart.
    /// </summary>
    /// <param name="names">The names, such as <c>trace_id</c>, or <c>@tr</c> for the trace in Serilog's compact format; at least one. Upper and lower case differ.</param>
    /// <exception cref="ArgumentException">There is no name, or one is empty.</exception>
    public static SessionKeys Named(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Length > 0 && names.All(name => !string.IsNullOrWhiteSpace(name))
            ? new NamedSessionKeys([.. names])
            : throw new ArgumentException($"Session names are '{string.Join("', '", names)}'; there must be at least one, and none may be empty. Pass, say, \"trace_id\".", nameof(names));
    }

    /// <summary>A line belongs to the sessions of all keys that any of these finds.</summary>
    /// <param name="keys">Ways to find keys, asked in order; at least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static SessionKeys Any(params SessionKeys[] keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Length > 0 && keys.All(key => key is not null)
            ? new AnySessionKeys([.. keys])
            : throw new ArgumentException("Keys is empty or has an entry that is null; there must be at least one way to find keys. Pass, say, SessionKeys.Named(\"trace_id\").", nameof(keys));
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

    private sealed class AnySessionKeys(SessionKeys[] all) : SessionKeys
    {
        public override void Find(in ParsedLog log, SessionKeySet keys)
        {
            foreach (SessionKeys one in all)
            {
                one.Find(log, keys);
            }
        }
    }
}
