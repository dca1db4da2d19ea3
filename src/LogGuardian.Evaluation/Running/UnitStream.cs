using System.Diagnostics;

namespace LogGuardian.Evaluation;

/// <summary>The units of one part of a split as a method gets them: counted, seen by the audit, with labels or without. Read once.</summary>
/// <param name="units">The units with their labels.</param>
/// <param name="needs">What the method asks for.</param>
/// <param name="observe">Sees each unit that the method gets.</param>
internal sealed class UnitStream(IAsyncEnumerable<EvaluationUnit> units, MethodNeeds needs, Action<EvaluationUnit> observe) : IAsyncEnumerable<EvaluationUnit>
{
    private IAsyncEnumerator<EvaluationUnit>? _rest;
    private long _units;
    private long _anomalies;
    private long _lines;

    public UnitCounts Counts => new(_units, _anomalies, _lines);

    /// <summary>Time spent on reading and parsing, which is not the method's.</summary>
    public TimeSpan Reading { get; private set; }

    public async IAsyncEnumerator<EvaluationUnit> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        _rest ??= units.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync().ConfigureAwait(false) is { } unit)
        {
            yield return needs.HasFlag(MethodNeeds.Labels) ? unit : unit.WithoutLabels();
        }
    }

    /// <summary>Reads what a method left, so that all of it is counted.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _rest ??= units.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync().ConfigureAwait(false) is not null)
        {
        }

        await _rest.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<EvaluationUnit?> NextAsync()
    {
        long started = Stopwatch.GetTimestamp();
        EvaluationUnit? unit;
        do
        {
            unit = await _rest!.MoveNextAsync().ConfigureAwait(false) ? _rest.Current : null;
        }
        while (unit?.Label == true && needs.HasFlag(MethodNeeds.NormalUnits));

        if (unit is not null)
        {
            _units++;
            _anomalies += unit.Label == true ? 1 : 0;
            _lines += unit.Events.Length;
            observe(unit);
        }

        Reading += Stopwatch.GetElapsedTime(started);
        return unit;
    }
}
