using System.Globalization;

namespace LogGuardian;

/// <summary>How much a <see cref="LogChannel"/> holds, and how often it is emptied.</summary>
public sealed record LogChannelOptions
{
    /// <summary>Bytes of records that wait to be read; by default 4 MiB, 64 KiB to 1 GiB, rounded up to a power of two. When it is full, new records are dropped and counted.</summary>
    public int CapacityBytes { get; set; } = 4 << 20;

    /// <summary>Bytes of one record; by default 64 KiB, at least 256, at most a quarter of <see cref="CapacityBytes"/>. A larger one is dropped and counted.</summary>
    public int MaxRecordBytes { get; set; } = 64 << 10;

    /// <summary>
    /// Time after which the reader looks for new records; by default 20 ms, 1 ms to 10 s. Writers do not wake the reader unless the channel is half full, so that writing costs them no call into the scheduler.
    /// </summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMilliseconds(20);

    internal LogChannelOptions Validated()
    {
        Require(CapacityBytes is >= 64 << 10 and <= 1 << 30, nameof(CapacityBytes), CapacityBytes, "65,536 to 1,073,741,824");
        Require(MaxRecordBytes >= 256 && MaxRecordBytes <= CapacityBytes / 4, nameof(MaxRecordBytes), MaxRecordBytes, "at least 256 and at most a quarter of CapacityBytes");
        Require(PollEvery >= TimeSpan.FromMilliseconds(1) && PollEvery <= TimeSpan.FromSeconds(10), nameof(PollEvery), PollEvery, "1 millisecond to 10 seconds");
        return this with { };
    }

    private static void Require(bool holds, string name, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {rule}. Leave it out for the default."));
        }
    }
}
