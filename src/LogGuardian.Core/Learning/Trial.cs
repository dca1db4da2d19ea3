namespace LogGuardian.Core;

/// <summary>An epoch on its way into the detectors that judge: what it taught is tried out on another thread, and then it is learned, a few windows at a time.</summary>
/// <param name="lessons">The windows of the epoch.</param>
/// <param name="work">What comes of the shadow that learns them.</param>
internal sealed class Trial(Lesson[] lessons, Task<Verdict> work)
{
    public Lesson[] Lessons => lessons;

    public Task<Verdict> Work => work;

    /// <summary>Whether the shadow was found good, so that the detectors that judge are learning.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Windows that the detectors that judge have learned.</summary>
    public int Learned { get; set; }
}
