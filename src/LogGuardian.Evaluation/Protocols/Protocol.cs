using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>
/// What is measured: how lines become units, when a unit is anomalous, and which units train. Data, not code: a JSON file has the same fields in
/// camel case. With the same data set and seed the splits are always the same, whatever the method.
/// </summary>
/// <remarks>
/// Templates are mined from the training part first; then all of it is read with the settled templates, and the lines of the test part are matched,
/// or teach further templates, one after the other. Lines of the test part never change what the training part looked like.
/// </remarks>
public sealed partial record Protocol
{
    private const int MostLabels = 16;

    /// <summary>Short name for reports.</summary>
    public string Name { get; init; } = "custom";

    /// <summary>What it reproduces, and where that is published; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>How units are divided; default chronological.</summary>
    public SplitKind Split { get; init; } = SplitKind.Chronological;

    /// <summary>How units are divided when they are sessions; null, the default, for <see cref="Split"/>.</summary>
    public SplitKind? SessionSplit { get; init; }

    /// <summary>
    /// Share that trains, in (0..1); default 0.8. Rounded down, as <c>int(0.8 * n)</c> is; of normal units (<see cref="TrainOn"/>) rounded up, as the code of AIT does.
    /// </summary>
    public double TrainShare { get; init; } = 0.8;

    /// <summary>
    /// Number that trains, at least 1, instead of a share; null by default. Like the share it counts lines where lines are divided before windows are cut
    /// (<see cref="SplitKind.Chronological"/>, <see cref="SplitKind.WithinSystem"/>), and units otherwise.
    /// </summary>
    public int? TrainCount { get; init; }

    /// <summary>Folds of kfold and stratified-kfold, at least 2; default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How often a random split is drawn, each time with the next seed; at least 1, the default.</summary>
    public int Draws { get; init; } = 1;

    /// <summary>Which units a method may learn from; default all.</summary>
    public TrainingUnits TrainOn { get; init; } = TrainingUnits.All;

    /// <summary>Whether a method that asks for the labels of its training units gets them; default true.</summary>
    public bool TrainingLabels { get; init; } = true;

    /// <summary>How lines become units; default windows of 100 lines.</summary>
    public ProtocolWindow Window { get; init; } = new();

    /// <summary>When a unit is anomalous; default when any line is.</summary>
    public LabelRule Label { get; init; } = LabelRule.AnyLine;

    /// <summary>Share of anomalous lines from which a unit is anomalous, in (0..1]; default 0.5. Only for <see cref="LabelRule.LineShare"/>.</summary>
    public double LineShare { get; init; } = 0.5;

    /// <summary>Whether methods see the content alone and not the level; default false. Labels are never seen.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>Whether lines without content, or with less than their whole header, are left out; default false.</summary>
    public bool DropIncomplete { get; init; }

    /// <summary>
    /// Share of the templates of the training part whose lines are edited in the test part, in [0..1); default 0. Each template has the same chance, however often
    /// it comes; which ones it hits follows from the seed of the draw.
    /// </summary>
    public double EditShare { get; init; }

    /// <summary>How they are edited; default <see cref="EditKind.Edited"/>.</summary>
    public EditKind EditKind { get; init; }

    /// <summary>First units of the test part that are judged and not counted, so that a method that learns from the stream can adapt; at least 0, the default.</summary>
    public int AdaptUnits { get; init; }

    /// <summary>
    /// How many of <see cref="AdaptUnits"/> a method is told the label of, 0 (the default) to 16: the first ones that it reports itself, as an operator would answer
    /// its reports. Methods that take no feedback are told nothing.
    /// </summary>
    public int AdaptLabels { get; init; }

    /// <summary>The splits of a data set: one, or one for each draw, fold or system.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="needs">What the method asks for. Only <see cref="MethodNeeds.Lines"/> matters here: labels are withheld by whoever runs the method.</param>
    /// <param name="seed">Seed of the first draw; the others follow. Default 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The protocol is not valid, or does not fit the data set.</exception>
    /// <exception cref="InvalidDataException">The data are damaged, or not what they are said to be.</exception>
    /// <exception cref="FileNotFoundException">A file of the data set is missing; the message says where it is published.</exception>
    public async IAsyncEnumerable<EvaluationSplit> SplitsAsync(
        EvaluationData data, MethodNeeds needs, int seed = 1, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Validate();
        UnitSet units = await data.PlanAsync(this, isWhole: false, cancellationToken).ConfigureAwait(false);
        int draw = 0;
        foreach ((string name, UnitPart[] parts) in new UnitDivision(this, units).Divide(seed))
        {
            yield return new ProtocolSplit(
                name,
                (units, [.. parts.Select(part => part == UnitPart.Training)]),
                (units, [.. parts.Select(part => part == UnitPart.Test)]),
                TrainingLabels,
                needs.HasFlag(MethodNeeds.Lines),
                areConsecutive: !units.AreSessions && Split is SplitKind.Chronological or SplitKind.WithinSystem,
                EditsOf(unchecked(seed + draw++)));
        }
    }

    /// <summary>The split of two data sets: all of one trains, all of the other is judged. Only the fields about units and labels matter.</summary>
    /// <param name="training">The data set to learn from; its anomalous units are left out when <see cref="TrainOn"/> says so.</param>
    /// <param name="test">The data set to judge.</param>
    /// <param name="needs">What the method asks for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="SplitsAsync" path="/exception"/>
    public async Task<EvaluationSplit> SplitAsync(EvaluationData training, EvaluationData test, MethodNeeds needs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        Validate();
        UnitSet known = await training.PlanAsync(this, isWhole: true, cancellationToken).ConfigureAwait(false);
        UnitSet judged = await test.PlanAsync(this, isWhole: true, cancellationToken).ConfigureAwait(false);
        bool[] trains = [.. known.Labels.Select(label => TrainOn == TrainingUnits.All || !label)];
        return trains.Contains(true)
            ? new ProtocolSplit("", (known, trains), (judged, [.. judged.Labels.Select(_ => true)]), TrainingLabels, needs.HasFlag(MethodNeeds.Lines), areConsecutive: !judged.AreSessions, EditsOf(1))
            : throw new ArgumentException($"Protocol '{Name}' trains on normal units, and '{training.Path}' has none; it must have at least one. Set trainOn to all, or take another file.");
    }

    /// <summary>How sessions, or windows, are divided.</summary>
    internal SplitKind SplitOf(bool areSessions) => areSessions ? SessionSplit ?? Split : Split;

    private TemplateEdits? EditsOf(int seed) => EditShare > 0 ? new TemplateEdits(EditShare, EditKind, seed) : null;

    internal void Validate()
    {
        string? problem =
            string.IsNullOrWhiteSpace(Name) ? "name is empty; it must say what the protocol is called. Set it."
            : TrainCount is null && !(TrainShare > 0 && TrainShare < 1) ? Text($"trainShare is {TrainShare}; it must be more than 0 and less than 1, so that there is something to learn from and something to judge. The default is 0.8.")
            : TrainCount < 1 ? Text($"trainCount is {TrainCount}; it must be at least 1. Leave it out to use trainShare.")
            : Folds < 2 ? Text($"folds is {Folds}; it must be at least 2. The default is 5.")
            : Draws < 1 ? Text($"draws is {Draws}; it must be at least 1. The default is 1.")
            : !(LineShare > 0 && LineShare <= 1) ? Text($"lineShare is {LineShare}; it must be more than 0 and at most 1. The default is 0.5.")
            : !(EditShare >= 0 && EditShare < 1) ? Text($"editShare is {EditShare}; it must be at least 0 and less than 1. The default is 0.")
            : AdaptUnits < 0 ? Text($"adaptUnits is {AdaptUnits}; it must be at least 0. The default is 0.")
            : AdaptLabels is < 0 or > MostLabels ? Text($"adaptLabels is {AdaptLabels}; it must be 0 to {MostLabels}. The default is 0.")
            : Window is null ? "window is null; it must say how lines become units. Leave it out for windows of 100 lines."
            : null;
        if (problem is not null)
        {
            throw new ArgumentException($"Protocol '{Name}': {problem}");
        }

        Window!.Validate(Name);

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
