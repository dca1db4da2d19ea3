using System.Text;

namespace LogGuardian.Inference;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, of which characters consist that a vocabulary lacks.</summary>
internal sealed class ByteTokens
{
    private readonly int[] _ids = new int[256];

    public ByteTokens(TokenTrie vocabulary)
    {
        for (int b = 0; b < _ids.Length; b++)
        {
            _ids[b] = vocabulary.IdOf(Encoding.ASCII.GetBytes(FormattableString.Invariant($"<0x{b:X2}>")));
        }
    }

    public int this[byte b] => _ids[b];

    /// <summary>Whether all of some bytes have a token.</summary>
    public bool Have(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (_ids[b] < 0)
            {
                return false;
            }
        }

        return true;
    }
}
