using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace LogGuardian.Evaluation;

/// <summary>
/// Runs methods on data sets by protocols, and always the baselines beside them. The same cases and seeds give the same metrics; times are those of
/// the machine. Not safe for concurrent callers.
/// </summary>
public sealed class EvaluationRunner
{
    private static readonly string[] Baselines = ["random", "all-normal", "lookup"];
    private readonly EvaluationRunOptions _options;
    private readonly HashSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>Creates a runner.</summary>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public EvaluationRunner(EvaluationRunOptions? options = null) => _options = (options ?? new EvaluationRunOptions()).Validated();

    /// <summary>What the data sets and splits of the last run warned of, and which methods were left out where.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>Runs.</summary>
    /// <param name="cases">What to run, in the order of the results.</param>
    /// <param name="progress">Told when a result is begun and when it is there; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run; results that are there stay in <see cref="EvaluationRunOptions.ResumeDirectory"/>.</param>
    /// <returns>One result for each case, method and split that can teach it; <see cref="Warnings"/> names the others.</returns>
    /// <exception cref="UnfitTrainingException">None of the methods of a case can learn from any of its splits.</exception>
    /// <exception cref="ArgumentException">A method is not known or a protocol does not fit its data; the message says why.</exception>
    /// <exception cref="InvalidDataException">Data are damaged.</exception>
    public async Task<IReadOnlyList<EvaluationResult>> RunAsync(
        IReadOnlyList<EvaluationCase> cases, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        _warnings.Clear();
        (string Name, MethodNeeds Needs)[][] methods = [.. cases.Select(MethodsOf)];
        var log = new RunLog(progress);
        using var turn = new SemaphoreSlim(_options.Parallelism);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = new List<(int Case, Task<IReadOnlyList<EvaluationResult>> Results)>();
        try
        {
            for (int i = 0; i < cases.Count; i++)
            {
                foreach (IGrouping<bool, string> group in methods[i].GroupBy(method => method.Needs.HasFlag(MethodNeeds.Lines), method => method.Name))
                {
                    int index = 0;
                    await foreach (EvaluationSplit split in SplitsAsync(cases[i], group.Key, stop.Token).ConfigureAwait(false))
                    {
                        await turn.WaitAsync(stop.Token).ConfigureAwait(false);
                        _warnings.UnionWith(split.Warnings);
                        var run = new SplitRun(_options, cases[i], split, unchecked(_options.Seed + index++), log);
                        string[] names = [.. group];
                        log.Expect(names.Length);
                        work.Add((i, Task.Run(() => RunSplitAsync(run, names, turn, stop), CancellationToken.None)));
                    }
                }
            }

            IReadOnlyList<EvaluationResult>[] results = await Task.WhenAll(work.Select(split => split.Results)).ConfigureAwait(false);
            foreach ((EvaluationCase @case, string warning, UnfitTrainingException reason) in log.LeftOut)
            {
                if (!work.Zip(results).Any(split => cases[split.First.Case] == @case && split.Second.Any(result => @case.Methods.Contains(result.Method))))
                {
                    ExceptionDispatchInfo.Throw(reason);
                }

                _warnings.Add(warning);
            }

            return
            [
                .. results.SelectMany((split, i) => split.Select(result => (work[i].Case, Result: result)))
                    .OrderBy(found => found.Case).ThenBy(found => Array.FindIndex(methods[found.Case], method => method.Name == found.Result.Method))
                    .Select(found => found.Result),
            ];
        }
        catch (Exception e)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(work.Select(split => split.Results))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (e is OperationCanceledException && work.Select(split => split.Results.Exception?.InnerException).FirstOrDefault(error => error is not null) is { } cause)
            {
                // A split that failed has stopped the others: its error is what the caller must see.
                ExceptionDispatchInfo.Throw(cause);
            }

            throw;
        }
    }

    internal static bool IsBaseline(string method) => Baselines.Contains(method);

    private static async Task<IReadOnlyList<EvaluationResult>> RunSplitAsync(SplitRun run, string[] methods, SemaphoreSlim turn, CancellationTokenSource stop)
    {
        try
        {
            var results = new List<EvaluationResult>();
            foreach (string method in methods)
            {
                if (await run.RunAsync(method, stop.Token).ConfigureAwait(false) is { } result)
                {
                    results.Add(result);
                }
            }

            return results;
        }
        catch (Exception)
        {
            // The others need not go on to their end.
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    private async IAsyncEnumerable<EvaluationSplit> SplitsAsync(
        EvaluationCase @case, bool withLines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MethodNeeds needs = withLines ? MethodNeeds.Lines : MethodNeeds.None;
        if (@case.Test is { } test)
        {
            for (int i = 0; i < (@case.Seeds ?? 1); i++)
            {
                yield return await @case.Protocol.SplitAsync(@case.Data, test, needs, cancellationToken).ConfigureAwait(false);
            }

            yield break;
        }

        Protocol protocol = @case.Protocol with { Draws = @case.Seeds ?? @case.Protocol.Draws };
        int count = 0;
        do
        {
            int before = count;
            await foreach (EvaluationSplit split in protocol.SplitsAsync(@case.Data, needs, unchecked(_options.Seed + count), cancellationToken).ConfigureAwait(false))
            {
                count++;
                yield return split;
            }

            if (count - before != 1)
            {
                yield break;
            }
        }
        while (count < (@case.Seeds ?? 1));
    }

    private (string Name, MethodNeeds Needs)[] MethodsOf(EvaluationCase @case)
    {
        @case.Validate();
        (string Name, MethodNeeds Needs)[] methods = [.. @case.Methods.Concat(Baselines).Distinct(StringComparer.Ordinal).Select(name => (name, NeedsOf(name)))];
        foreach ((string name, MethodNeeds needs) in methods)
        {
            if (needs.HasFlag(MethodNeeds.Labels) && !@case.Protocol.TrainingLabels && !Baselines.Contains(name))
            {
                throw new ArgumentException($"Method '{name}' learns from labels and protocol '{@case.Protocol.Name}' gives none (trainingLabels is false). Leave the method out, or take another protocol.");
            }
        }

        return methods;
    }

    private MethodNeeds NeedsOf(string name)
    {
        IEvaluationMethod method = _options.Methods.Create(name, new EventTable());
        using var owned = method as IDisposable;
        return method.Needs;
    }
}
