using System.Collections.Frozen;

namespace LogGuardian.Parsing;

/// <summary>
/// Words that say how something went or which way: lines that differ in one of them say different things, however many of them come.
/// </summary>
internal static class FixedWords
{
    private const string Words =
        """
        success successful successfully succeed succeeds succeeded fail fails failed failing failure failures error errors ok okay good bad
        up down on off in out yes no true false enable enables enabled enabling disable disables disabled disabling
        start starts started starting startup stop stops stopped stopping shutdown begin begins began end ends ended ending finish finished finishing
        open opens opened opening close closes closed closing connect connected connecting connection disconnect disconnected disconnecting
        accept accepted accepting reject rejected rejecting refuse refused deny denied denying allow allowed grant granted permit permitted block blocked
        enter entered entering exit exited exiting leave left join joined online offline active inactive alive dead ready unready
        healthy unhealthy available unavailable valid invalid known unknown complete completed incomplete abort aborted cancel canceled cancelled
        add added adding remove removed removing create created creating delete deleted deleting insert inserted update updated
        lock locked unlock unlocked mount mounted unmount unmounted register registered registering unregister unregistered unregistering
        load loaded loading unload unloaded unloading attach attached detach detached login logout logon logoff
        pass passed passes read reads write writes wrote written send sends sent sending receive receives received receiving
        increase increased decrease decreased more less high low warning warn critical fatal timeout retry expired
        before after first last master slave primary secondary leader follower not never without
        """;

    private static readonly FrozenSet<string> Set =
        Words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Set.GetAlternateLookup<ReadOnlySpan<char>>();

    private const int Longest = 16;

    public static bool Contains(ReadOnlySpan<byte> word)
    {
        if (word.Length is 0 or > Longest)
        {
            return false;
        }

        Span<char> text = stackalloc char[Longest];
        for (int i = 0; i < word.Length; i++)
        {
            text[i] = (char)word[i];
        }

        return Lookup.Contains(text[..word.Length]);
    }
}
