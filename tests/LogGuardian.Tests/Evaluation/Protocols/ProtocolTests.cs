using LogGuardian.Evaluation;
using LogGuardian.Tests.Evaluation.Data;

namespace LogGuardian.Tests.Evaluation.Protocols;

public sealed class ProtocolTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Presets_WrittenAndRead_AreTheSame() => Assert.All(Protocol.Presets, preset => Assert.Equal(preset, Protocol.Read(_folder.Write("p.json", preset.ToJson()))));

    [Fact]
    public void Presets_Names_AreThese() => Assert.Equal(["logllm", "ait", "lightad", "deeplog", "half", "lab", "lab-leave-one-out"], Protocol.Presets.Select(preset => preset.Name));

    [Fact]
    public void Read_FieldsOfAFile_AreTaken()
    {
        string path = _folder.Write(
            "p.json",
            """
            {
              // ten folds
              "name": "mine", "split": "stratified-kfold", "sessionSplit": "leave-one-out", "folds": 10, "draws": 2, "trainOn": "normal", "trainingLabels": false,
              "window": { "by": "time", "span": "00:05:00", "spanStep": "00:01:00", "keepPartial": false, "minLines": 3 },
              "label": "line-share", "lineShare": 0.1, "contentOnly": true, "dropIncomplete": true,
              "editShare": 0.3, "editKind": "replaced", "adaptUnits": 200, "adaptLabels": 16,
            }
            """);
        Protocol expected = new()
        {
            Name = "mine",
            Split = SplitKind.StratifiedKFold,
            SessionSplit = SplitKind.LeaveOneOut,
            Folds = 10,
            Draws = 2,
            TrainOn = TrainingUnits.Normal,
            TrainingLabels = false,
            Window = new() { By = WindowBy.Time, Span = TimeSpan.FromMinutes(5), SpanStep = TimeSpan.FromMinutes(1), KeepPartial = false, MinLines = 3 },
            Label = LabelRule.LineShare,
            LineShare = 0.1,
            ContentOnly = true,
            DropIncomplete = true,
            EditShare = 0.3,
            EditKind = EditKind.Replaced,
            AdaptUnits = 200,
            AdaptLabels = 16,
        };
        Assert.Equal(expected, Protocol.Read(path));
        Assert.Equal(expected, Protocol.Find(path));
    }

    [Theory]
    [InlineData(
        """{"spilt":"random"}""",
        "Protocol file '{0}' has the field 'spilt', which is not known; it must be one of name, description, split, sessionSplit, trainShare, trainCount, folds, draws, trainOn, trainingLabels, window, label, "
        + "lineShare, contentOnly, dropIncomplete, editShare, editKind, adaptUnits, adaptLabels. Correct it or take it out.")]
    [InlineData(
        """{"window":{"length":5}}""",
        "Protocol file '{0}' has the field 'window.length', which is not known; it must be one of window.by, window.size, window.step, window.span, window.spanStep, window.key, window.keepPartial, window.minLines. "
        + "Correct it or take it out.")]
    [InlineData(
        """{"split":"kfolds"}""",
        "Protocol file '{0}': split is 'kfolds'; it must be one of chronological, random, session-random, leave-one-out, within-system, kfold, stratified-kfold.")]
    [InlineData("""{"window":{"by":"session"}}""", @"Protocol file '{0}' is not valid: Protocol 'custom': window.key is missing; windows by session need a regular expression of the session key. Set it, say, to 'blk_-?\d+'.")]
    [InlineData("""{"name":"a","trainShare":0}""", "Protocol file '{0}' is not valid: Protocol 'a': trainShare is 0; it must be more than 0 and less than 1, so that there is something to learn from and something to judge. The default is 0.8.")]
    [InlineData("""{"name":"a","trainShare":1}""", "Protocol file '{0}' is not valid: Protocol 'a': trainShare is 1; it must be more than 0 and less than 1, so that there is something to learn from and something to judge. The default is 0.8.")]
    [InlineData("""{"folds":1}""", "Protocol file '{0}' is not valid: Protocol 'custom': folds is 1; it must be at least 2. The default is 5.")]
    [InlineData("""{"window":{"size":0}}""", "Protocol file '{0}' is not valid: Protocol 'custom': window.size is 0; it must be at least 1. The default is 100.")]
    [InlineData("[]", "Protocol file '{0}': the file is []; it must be a JSON object.")]
    public void Read_WrongFile_SaysWhatIsAllowed(string json, string message)
    {
        string path = _folder.Write("p.json", json);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Protocol.Read(path));
        Assert.Equal(message.Replace("{0}", path, StringComparison.Ordinal), e.Message);
    }

    [Fact]
    public void Read_NotJson_NamesTheFile() =>
        Assert.StartsWith($"Protocol file '{_folder.Path}/p.json' is not valid: ", Assert.Throws<InvalidDataException>(() => Protocol.Read(_folder.Write("p.json", "nonsense"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_UnknownPreset_ListsThem() => Assert.StartsWith(
        "Protocol is 'logllama'; it must be one of logllm, ait, lightad, deeplog, half, lab, lab-leave-one-out, or a path that ends in .json.",
        Assert.Throws<ArgumentException>(() => Protocol.Find("logllama")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Find_MissingFile_NamesIt() => Assert.Equal(
        "Protocol file 'no.json' does not exist; it must be a JSON file. Check the path, or use one of logllm, ait, lightad, deeplog, half, lab, lab-leave-one-out.",
        Assert.Throws<FileNotFoundException>(() => Protocol.Find("no.json")).Message);

    public static TheoryData<Protocol, string> Misfits => new()
    {
        { new() { Split = SplitKind.KFold, Folds = 9 }, "Protocol 'custom': folds is 9 and the data have 4 units; it must be at most that. Set fewer folds." },
        { new() { Split = SplitKind.SessionRandom }, "Protocol 'custom': split is session-random and the units are windows; they must be sessions. Set split to chronological, or window.by to session or host." },
        { new() { Split = SplitKind.LeaveOneOut }, "Protocol 'custom': split is leave-one-out and the data hold one system; they must hold at least two. Name the column of the system, or take another split." },
        { new() { Split = SplitKind.Random, TrainCount = 4 }, "Protocol 'custom': trainCount is 4 and the data have 4 units; some must be left to judge. Set a lower count, or trainShare." },
        { new() { Split = SplitKind.Random, TrainShare = 0.1 }, "Protocol 'custom': trainShare is 0.1 of 4 units, which is 0; at least one must train and one be judged. Take more data." },
        { new() { TrainCount = 1000 }, "Protocol 'custom': of 4 units none is left to be judged; at least one must be. Take more data, or another trainShare or trainOn." },
        { new() { Label = LabelRule.Given }, "Protocol 'custom': label is given, and windows of '{0}' have no label of their own; it must be any-line or line-share for it." },
        { new() { Window = new() { By = WindowBy.Data } }, "Protocol 'custom': window.by is data, and '{0}' does not say which lines form a unit; it must be lines, time, session or host for it." },
        { new() { Window = new() { By = WindowBy.Session, Key = "(" } }, "The session key is '('; it must be a regular expression without look-around or back-reference." },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task Splits_ProtocolThatDoesNotFit_SaysWhy(Protocol protocol, string message)
    {
        string path = _folder.Write("BGL.log", GeneratedAlerts.Text("bgl", 400, seed: 5));
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(async () => await protocol.SplitsAsync(EvaluationData.Open("bgl", path), MethodNeeds.None).ToArrayAsync());
        Assert.StartsWith(message.Replace("{0}", path, StringComparison.Ordinal), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Splits_KeyThatNoLineNames_SaysSo()
    {
        string path = _folder.Write("BGL.log", GeneratedAlerts.Text("bgl", 10, seed: 5));
        Protocol protocol = new() { Window = new() { By = WindowBy.Session, Key = "blk_" } };
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(async () => await protocol.SplitsAsync(EvaluationData.Open("bgl", path), MethodNeeds.None).ToArrayAsync());
        Assert.Equal($"No line of '{path}' names a session; at least one must. Look at the session key 'blk_'.", e.Message);
    }
}
