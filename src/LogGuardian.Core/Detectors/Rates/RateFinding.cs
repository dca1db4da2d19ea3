namespace LogGuardian.Core;

/// <summary>A rate that is strange.</summary>
/// <param name="Id">Id of the template, or <see cref="SourceRates.Whole"/>.</param>
/// <param name="Template">The template.</param>
/// <param name="At">The bucket of a burst; -1 for a drop.</param>
/// <param name="Observed">Lines in a bucket.</param>
/// <param name="Usual">Lines that are usual in a bucket.</param>
/// <param name="Score">Raw score.</param>
internal readonly record struct RateFinding(ulong Id, LogTemplate Template, long At, double Observed, double Usual, double Score);
