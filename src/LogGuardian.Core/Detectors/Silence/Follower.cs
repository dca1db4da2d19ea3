namespace LogGuardian.Core;

/// <summary>A template that may always follow another one.</summary>
/// <param name="Id">The template.</param>
/// <param name="Came">How often it followed.</param>
/// <param name="Missed">How often it did not.</param>
internal record struct Follower(ulong Id, long Came, long Missed);
