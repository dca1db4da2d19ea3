using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>Chosen units of one data set to learn from, and of the same or another one to judge.</summary>
internal sealed class ProtocolSplit : EvaluationSplit
{
    private readonly (UnitSet Units, IReadOnlyList<bool> Chosen) _training;
    private readonly (UnitSet Units, IReadOnlyList<bool> Chosen) _test;
    private readonly bool _trainingLabels;
    private readonly bool _withLines;
    private readonly bool _areConsecutive;
    private readonly TemplateEdits? _edits;
    private readonly TemplateNumbers _numbers = new();
    private bool _isMined;

    public ProtocolSplit(
        string name, (UnitSet Units, IReadOnlyList<bool> Chosen) training, (UnitSet Units, IReadOnlyList<bool> Chosen) test, bool trainingLabels, bool withLines, bool areConsecutive,
        TemplateEdits? edits)
    {
        Name = name;
        _training = training;
        _test = test;
        _trainingLabels = trainingLabels;
        _withLines = withLines;
        _areConsecutive = areConsecutive;
        _edits = edits;
        Warnings = [.. training.Units.Warnings.Union(test.Units.Warnings), .. ClassWarnings(test.Units, test.Chosen)];
    }

    public override string Name { get; }

    public override bool AreConsecutive => _areConsecutive;

    public override EventTable Events => _numbers.Events;

    public override IReadOnlyList<string> Warnings { get; }

    public override async IAsyncEnumerable<EvaluationUnit> ReadTrainingAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (EvaluationUnit unit in ReadAsync(_training, null, cancellationToken).ConfigureAwait(false))
        {
            yield return _trainingLabels ? unit : unit.WithoutLabels();
        }
    }

    public override IAsyncEnumerable<EvaluationUnit> ReadTestAsync(CancellationToken cancellationToken = default) => ReadAsync(_test, _edits, cancellationToken);

    private static IEnumerable<string> ClassWarnings(UnitSet units, IReadOnlyList<bool> chosen)
    {
        int count = chosen.Count(isJudged => isJudged);
        int anomalous = units.Labels.Where((label, unit) => label && chosen[unit]).Count();
        if (anomalous == 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"None of the {count} units to judge is anomalous: recall and F1 say nothing.");
        }
        else if (anomalous == count)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"All of the {count} units to judge are anomalous: precision says nothing.");
        }
    }

    private async IAsyncEnumerable<EvaluationUnit> ReadAsync(
        (UnitSet Units, IReadOnlyList<bool> Chosen) part, TemplateEdits? edits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await MineAsync(cancellationToken).ConfigureAwait(false);
        await foreach (EvaluationUnit unit in part.Units.ReadAsync(part.Chosen, _numbers, _withLines, edits, cancellationToken).ConfigureAwait(false))
        {
            yield return unit;
        }
    }

    private async Task MineAsync(CancellationToken cancellationToken)
    {
        if (!_isMined)
        {
            await _training.Units.MineAsync(_training.Chosen, _numbers, cancellationToken).ConfigureAwait(false);
            _isMined = true;
            _edits?.Choose(_numbers.Events.Count);
        }
    }
}
