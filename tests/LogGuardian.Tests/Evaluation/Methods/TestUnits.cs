using System.Globalization;
using LogGuardian.Evaluation;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Evaluation.Methods;

/// <summary>Units out of text: numbers of events, separated by spaces.</summary>
internal static class TestUnits
{
    /// <summary>Templates 0 to 99, so that event 7 is the template "E7".</summary>
    public static EventTable Events()
    {
        var events = new EventTable();
        for (int i = 0; i < 100; i++)
        {
            events.IndexOf(Logs.Template(string.Create(CultureInfo.InvariantCulture, $"E{i}")));
        }

        return events;
    }

    public static EvaluationUnit Unit(string events, bool? label = null) =>
        new(events, events.Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray()) { Label = label };

    public static IEnumerable<EvaluationUnit> Times(this EvaluationUnit unit, int times) => Enumerable.Repeat(unit, times);

    public static EvaluationUnit[] AllOf(params string[] units) => [.. units.Select(unit => Unit(unit))];

    public static IEvaluationMethod Create(string name, int seed = 1) => new EvaluationMethods().Create(name, Events(), seed);

    /// <summary>A new method, trained.</summary>
    public static async Task<IEvaluationMethod> TrainedAsync(string name, IEnumerable<EvaluationUnit> training, int seed = 1)
    {
        IEvaluationMethod method = Create(name, seed);
        await method.TrainAsync(training.ToAsyncEnumerable());
        return method;
    }

    public static async Task<UnitScore[]> ScoreAsync(this IEvaluationMethod method, params EvaluationUnit[] units)
    {
        var scores = new UnitScore[units.Length];
        await method.ScoreAsync(units, scores);
        return scores;
    }

    public static async Task<double> ScoreAsync(this IEvaluationMethod method, string unit) => (await method.ScoreAsync(Unit(unit)))[0].Score;

    public static async Task<bool> PredictAsync(this IEvaluationMethod method, string unit) => await method.ScoreAsync(unit) >= method.Threshold;
}
