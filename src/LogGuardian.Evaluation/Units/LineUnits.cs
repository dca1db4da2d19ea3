using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>Windows and sessions of a data set that has lines.</summary>
internal sealed class LineUnits(LineIndex index, IReadOnlyList<UnitPlan> plans, WindowKind kind, bool areCut, bool contentOnly, IReadOnlyList<string> warnings) : UnitSet
{
    public override IReadOnlyList<bool> Labels { get; } = [.. plans.Select(plan => plan.Label)];

    public override bool AreSessions => kind == WindowKind.Session;

    public override IReadOnlyList<bool>? InTraining { get; } = areCut ? [.. plans.Select(plan => plan.InTraining)] : null;

    public override IReadOnlyList<string> Warnings => warnings;

    public override string SystemOf(int unit) => plans[unit].System;

    public override async Task MineAsync(IReadOnlyList<bool> chosen, TemplateNumbers numbers, CancellationToken cancellationToken)
    {
        using LineParser parser = new();
        Dictionary<TemplateId, LogTemplate> mined = [];
        await foreach (ParsedLine line in parser.ParseAsync(LinesAsync(Assembler(chosen, withLines: false), cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            mined.TryAdd(line.Log.Template.Id, line.Log.Template);
        }

        numbers.Settle(mined.Values);
        numbers.State = await parser.SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async IAsyncEnumerable<EvaluationUnit> ReadAsync(
        IReadOnlyList<bool> chosen, TemplateNumbers numbers, bool withLines, TemplateEdits? edits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A parser of its own for each reading, in the state in which training left it: what is read does not depend on what was read before.
        using LineParser parser = new();
        if (numbers.State is { } state)
        {
            await parser.LoadAsync(state, cancellationToken).ConfigureAwait(false);
        }

        UnitAssembler assembler = Assembler(chosen, withLines);
        List<EvaluationUnit> complete = [];
        IAsyncEnumerable<(DataLine Line, int Ordinal)> lines = LinesAsync(assembler, cancellationToken);
        lines = edits is null ? lines : EditedLines.ReadAsync(lines, numbers, edits, cancellationToken);
        await foreach (ParsedLine line in parser.ParseAsync(lines, cancellationToken).ConfigureAwait(false))
        {
            assembler.Add(line, numbers.IndexOf(line.Log.Template), complete);
            foreach (EvaluationUnit unit in complete)
            {
                yield return unit;
            }

            complete.Clear();
        }

        assembler.Flush(complete);
        foreach (EvaluationUnit unit in complete)
        {
            yield return unit;
        }
    }

    private UnitAssembler Assembler(IReadOnlyList<bool> chosen, bool withLines)
    {
        UnitPlan[] wanted = [.. plans.Where((_, unit) => chosen[unit])];
        return AreSessions ? new SessionAssembler(wanted, withLines, contentOnly) : new WindowAssembler(wanted, kind, withLines, contentOnly);
    }

    /// <summary>The lines of the chosen units and no others: the parser must not see what it is not to learn from.</summary>
    private async IAsyncEnumerable<(DataLine Line, int Ordinal)> LinesAsync(UnitAssembler assembler, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((DataLine Line, int Ordinal) line in index.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (line.Ordinal > assembler.Last)
            {
                yield break;
            }

            if (assembler.Needs(line.Line, line.Ordinal))
            {
                yield return line;
            }
        }
    }
}
