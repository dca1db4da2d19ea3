namespace LogGuardian.Inference;

/// <summary>A message that is to be encoded, for all calls that ask for it. Guarded by its queue.</summary>
internal sealed class EncoderTicket(int mostTokens, int dimension)
{
    public UInt128 Key { get; set; }

    public int[] Ids { get; } = new int[mostTokens];

    public int Length { get; set; }

    /// <summary>The vector, once it is there.</summary>
    public float[] Vector { get; } = new float[dimension];

    public Exception? Error { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Calls that ask for it and have not ended.</summary>
    public List<EncoderCall> Calls { get; } = [];

    /// <summary>Whether somebody still wants it.</summary>
    public bool IsWanted => Calls.Exists(static call => !call.IsCancelled);

    public void Clear()
    {
        Calls.Clear();
        Error = null;
        IsDone = false;
    }
}
