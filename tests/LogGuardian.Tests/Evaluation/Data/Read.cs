using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Data;

/// <summary>Reads all of a split, or of a data set.</summary>
internal static class Read
{
    public static async Task<EvaluationSplit> OnlySplitAsync(Protocol protocol, EvaluationData data, MethodNeeds needs = MethodNeeds.None, int seed = 1) =>
        Assert.Single(await protocol.SplitsAsync(data, needs, seed).ToArrayAsync());

    /// <summary>All units of a data set, as the test part of a split of two data sets.</summary>
    public static async Task<EvaluationUnit[]> AllAsync(EvaluationData data, Protocol? protocol = null, MethodNeeds needs = MethodNeeds.Lines)
    {
        EvaluationSplit split = await (protocol ?? new Protocol()).SplitAsync(data, data, needs);
        return await split.ReadTestAsync().ToArrayAsync();
    }

    public static string[] Contents(this EvaluationUnit unit) => [.. unit.Window!.Lines.ToArray().Select(log => log.ToString())];

    public static string Describe(this IEnumerable<EvaluationUnit> units) => string.Join(" ", units.Select(unit => $"{unit.Key}{(unit.Label is { } label ? label ? "!" : "" : "?")}"));
}
