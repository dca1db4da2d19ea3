namespace LogGuardian;

/// <summary>Why a record did not enter a <see cref="LogChannel"/>. Each is counted; the caller is never made to wait.</summary>
public enum DropReason
{
    /// <summary>The reader is behind and the channel is full.</summary>
    Full,

    /// <summary>The record is larger than <see cref="LogChannelOptions.MaxRecordBytes"/>.</summary>
    TooLarge,

    /// <summary>Nobody reads: the channel was completed or disposed, or is switched off.</summary>
    Completed,

    /// <summary>
    /// A pipeline would watch itself: the record was written by what a run of any pipeline calls (its handlers, sinks, detectors), or by a value while that was written into another record.
    /// </summary>
    Recursive,

    /// <summary>What was logged has neither a template nor a message: the code that makes them threw.</summary>
    Unreadable,
}
