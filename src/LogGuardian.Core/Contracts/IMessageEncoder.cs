namespace LogGuardian;

/// <summary>Turns log messages into vectors that are close when the messages mean the same. Safe for concurrent callers.</summary>
public interface IMessageEncoder
{
    /// <summary>Which weights and which masks: vectors of different identities cannot be compared, and a state that holds some is refused by another one.</summary>
    string Identity { get; }

    /// <summary>Numbers in a vector.</summary>
    int Dimension { get; }

    /// <summary>
    /// What the encoder reads of a log, as a key: logs of equal keys have equal vectors, whatever their other values. Cheap, and allocates nothing.
    /// </summary>
    UInt128 KeyOf(in ParsedLog log);

    /// <summary>Encodes messages. Equal messages are encoded once.</summary>
    /// <param name="logs">The messages.</param>
    /// <param name="vectors">Receives one vector of length 1 for each, in order; at least <see cref="Dimension"/> numbers for each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    ValueTask EncodeAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> vectors, CancellationToken cancellationToken = default);
}
