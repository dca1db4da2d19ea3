using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>A network that begins with an encoder of messages. Owns its parts.</summary>
internal abstract class MessageNetwork(EncoderShape encoder, bool firstToken, Device device, Generator random, ScalarType type = ScalarType.Float32) : IDisposable
{
    // Padded tokens that are encoded at once: long messages do not make short ones long.
    private const int TokensAtOnce = 2048;

    public TextEncoder Encoder { get; } = new(encoder, device, random, type);

    /// <summary>Whether a message's vector is that of its first token, and not the mean of all.</summary>
    public bool FirstToken => firstToken;

    public Device Device => device;

    /// <summary>The small part that reads the encoder's vectors: the projector, or what judges in the place of a decoder.</summary>
    public abstract ParameterSet Head { get; }

    /// <summary>All weights, by the names of the parts.</summary>
    public abstract IReadOnlyList<(string Name, ParameterSet Weights)> Parts { get; }

    /// <summary>Whether numbers are left out at random.</summary>
    public bool IsTraining
    {
        set
        {
            foreach ((_, ParameterSet part) in Parts)
            {
                part.IsTraining = value;
            }
        }
    }

    /// <summary>Share of the numbers that encoder and decoder leave out while they learn.</summary>
    public double Dropout
    {
        set
        {
            foreach ((_, ParameterSet part) in Parts)
            {
                part.Dropout = value;
            }
        }
    }

    /// <summary>Whether products of matrices are computed in bfloat16.</summary>
    public bool MixedPrecision
    {
        set
        {
            foreach ((_, ParameterSet part) in Parts)
            {
                part.Precision = value ? ScalarType.BFloat16 : part.Type;
            }
        }
    }

    /// <summary>Says which weights learn.</summary>
    /// <param name="encoder">Whether those of the encoder do.</param>
    /// <param name="others">Whether those of the other parts do.</param>
    public void Train(bool encoder, bool others)
    {
        foreach ((_, ParameterSet part) in Parts)
        {
            part.Train(_ => ReferenceEquals(part, Encoder.Parameters) ? encoder : others);
        }
    }

    /// <summary>The vectors of messages.</summary>
    /// <param name="messages">Token ids of each.</param>
    /// <returns>[messages, hidden of the encoder].</returns>
    public Tensor Encode(IReadOnlyList<int[]> messages)
    {
        TorchThreads.Use();
        int[] order = [.. Enumerable.Range(0, messages.Count).OrderBy(i => messages[i].Length)];
        var parts = new List<Tensor>();
        for (int from = 0, count; from < order.Length; from += count)
        {
            count = 1;
            while (from + count < order.Length && messages[order[from + count]].Length * (count + 1) <= TokensAtOnce)
            {
                count++;
            }

            parts.Add(EncodeAtOnce(order.Skip(from).Take(count).Select(i => messages[i]).ToArray()));
        }

        long[] places = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            places[order[i]] = i;
        }

        return (parts.Count == 1 ? parts[0] : cat(parts)).index_select(0, tensor(places, device: Device));
    }

    public void Dispose()
    {
        foreach ((_, ParameterSet part) in Parts)
        {
            part.Dispose();
        }

        Release();
    }

    /// <summary>Releases what is not a weight.</summary>
    protected virtual void Release()
    {
    }

    private Tensor EncodeAtOnce(int[][] messages)
    {
        int longest = messages.Max(ids => ids.Length);
        long[] ids = new long[messages.Length * longest];
        bool[] mask = new bool[ids.Length];
        for (int i = 0; i < messages.Length; i++)
        {
            for (int at = 0; at < messages[i].Length; at++)
            {
                ids[(i * longest) + at] = messages[i][at];
                mask[(i * longest) + at] = true;
            }
        }

        Tensor seen = tensor(mask, [messages.Length, longest], device: Device);
        return TextEncoder.Pool(Encoder.Encode(tensor(ids, [messages.Length, longest], device: Device), seen), seen, FirstToken);
    }
}
