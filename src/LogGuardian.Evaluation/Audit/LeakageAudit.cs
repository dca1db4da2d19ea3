using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LogGuardian.Evaluation;

/// <summary>
/// Watches the units of a split go by, training first, and finds what the test set repeats. It remembers a 64-bit hash (XxHash3) and a byte a different sequence, up to
/// 2,097,152 of them (about 60 MiB), and a byte a template; two sequences share a hash with a probability of about one in ten million. Not safe for
/// concurrent callers.
/// </summary>
public sealed class LeakageAudit
{
    internal const int MaxSequences = 2_097_152;

    private readonly int _maxSequences;
    private readonly Dictionary<ulong, Traits> _sequences = [];
    private readonly List<Traits> _templates = [];
    private ConfusionMatrix _all;
    private ConfusionMatrix _unseen;
    private ConfusionMatrix _distinct;
    private long _trainingUnits;
    private long _trainingSequences;
    private long _seenAnomalies;
    private long _testTemplates;
    private long _unseenTemplates;
    private long _testLines;
    private long _unseenLines;
    private long _unitsWithUnseen;
    private long _conflicts;
    private bool _isComplete = true;

    /// <summary>Creates an audit that has seen nothing.</summary>
    public LeakageAudit()
        : this(MaxSequences)
    {
    }

    internal LeakageAudit(int maxSequences) => _maxSequences = maxSequences;

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        Trained = 1,
        Tested = 2,
        Normal = 4,
        Anomalous = 8,
    }

    /// <summary>Takes a unit that the method learns from.</summary>
    /// <param name="unit">The unit; a label that is null is not part of a conflict.</param>
    /// <exception cref="InvalidOperationException">A test unit came before.</exception>
    public void AddTraining(EvaluationUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (_all.Total > 0)
        {
            throw new InvalidOperationException($"The training unit '{unit.Key}' came after a test unit; an audit sees all of the training set first. Make a new one for each split.");
        }

        _trainingUnits++;
        if (!Mark(unit, Traits.Trained, out _).HasFlag(Traits.Trained))
        {
            _trainingSequences++;
        }

        foreach (int index in unit.Events.Span)
        {
            Template(index) |= Traits.Trained;
        }
    }

    /// <summary>Takes a unit that the method was judged on.</summary>
    /// <param name="unit">The unit with its label.</param>
    /// <param name="predicted">Whether the method took it for an anomaly.</param>
    /// <exception cref="ArgumentException">The unit has no label.</exception>
    public void AddTest(EvaluationUnit unit, bool predicted)
    {
        ArgumentNullException.ThrowIfNull(unit);
        bool label = unit.Label ?? throw new ArgumentException($"The unit '{unit.Key}' has no label; the audit needs the truth. Add the unit as the split gives it.", nameof(unit));
        Traits before = Mark(unit, Traits.Tested, out bool isRemembered);
        _all = _all.With(label, predicted);
        if (!before.HasFlag(Traits.Trained))
        {
            _unseen = _unseen.With(label, predicted);
        }
        else if (label)
        {
            _seenAnomalies++;
        }

        if (isRemembered && !before.HasFlag(Traits.Tested))
        {
            _distinct = _distinct.With(label, predicted);
        }

        AddTemplates(unit.Events.Span);
    }

    /// <summary>What was found so far.</summary>
    public LeakageReport Report() => new()
    {
        TrainingUnits = _trainingUnits,
        TrainingSequences = _trainingSequences,
        SeenAnomalies = _seenAnomalies,
        All = _all,
        Unseen = _unseen,
        Distinct = _distinct,
        TestTemplates = _testTemplates,
        UnseenTemplates = _unseenTemplates,
        TestLines = _testLines,
        UnseenLines = _unseenLines,
        UnitsWithUnseen = _unitsWithUnseen,
        ConflictingSequences = _conflicts,
        IsComplete = _isComplete,
    };

    private void AddTemplates(ReadOnlySpan<int> events)
    {
        int unseen = 0;
        foreach (int index in events)
        {
            ref Traits template = ref Template(index);
            bool isUnseen = !template.HasFlag(Traits.Trained);
            unseen += isUnseen ? 1 : 0;
            if (!template.HasFlag(Traits.Tested))
            {
                _testTemplates++;
                _unseenTemplates += isUnseen ? 1 : 0;
                template |= Traits.Tested;
            }
        }

        _testLines += events.Length;
        _unseenLines += unseen;
        _unitsWithUnseen += unseen > 0 ? 1 : 0;
    }

    /// <summary>Notes where the unit's sequence occurs and how it is labelled.</summary>
    /// <returns>What was known of the sequence before.</returns>
    private Traits Mark(EvaluationUnit unit, Traits where, out bool isRemembered)
    {
        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(unit.Events.Span));
        isRemembered = _sequences.Count < _maxSequences || _sequences.ContainsKey(hash);
        if (!isRemembered)
        {
            _isComplete = false;
            return Traits.None;
        }

        const Traits Both = Traits.Normal | Traits.Anomalous;
        ref Traits traits = ref CollectionsMarshal.GetValueRefOrAddDefault(_sequences, hash, out _);
        Traits before = traits;
        traits |= where | (unit.Label switch { true => Traits.Anomalous, false => Traits.Normal, null => Traits.None });
        _conflicts += (traits & Both) == Both && (before & Both) != Both ? 1 : 0;
        return before;
    }

    private ref Traits Template(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        while (index >= _templates.Count)
        {
            _templates.Add(Traits.None);
        }

        return ref CollectionsMarshal.AsSpan(_templates)[index];
    }
}
