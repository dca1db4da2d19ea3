using System.Text.Json;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Running;

public sealed class RunComparisonTests
{
    private static readonly LogLlmTrainingOptions Options = new() { DecoderLora = new LoraOptions() };
    private static readonly RunDataFile Data = new("old.log", 3, 1, "aa");

    [Fact]
    public void Check_WhatIsTheSame_GoesOn()
    {
        Check(RunOutcome.Cancelled, Options with { Loop = new LoopOptions { CheckpointEvery = 7 } });
        Check(RunOutcome.Running, Options with { Loop = new LoopOptions { MicroBatchSize = 2 } });
        Check(RunOutcome.Failed, Options with { Whole = Options.Whole with { LearningRate = 1e-9 }, Loop = new LoopOptions { MicroBatchSize = 2 } });

        // Files may have been moved.
        Check(RunOutcome.Cancelled, Options, Data with { Path = "new.log" });
    }

    [Fact]
    public void Check_WhatIsNot_NamesItBothValuesAndWhatToDo()
    {
        Refused("Loop.Seed was 1; now it is 2. Go on with what it began with, or begin another run in another folder.", RunOutcome.Failed, Options with { Loop = new LoopOptions { Seed = 2 } });
        Refused("Loop.MicroBatchSize was 16; now it is 2.", RunOutcome.Cancelled, Options with { Loop = new LoopOptions { MicroBatchSize = 2 } });
        Refused("Whole.LearningRate was 5E-05; now it is 1E-09.", RunOutcome.Cancelled, Options with { Whole = Options.Whole with { LearningRate = 1e-9 } });
        Refused("now it is nothing.", RunOutcome.Cancelled, Options with { DecoderLora = null });
        Refused("Stop was nothing; now it is {", RunOutcome.Cancelled, Options with { Stop = new EarlyStopping() });
        Refused("the checksum of 'old.log' was aa; now it is bb.", RunOutcome.Failed, Options, Data with { Sha256 = "bb" });
        Refused("the number of data files was 1; now it is 0.", RunOutcome.Failed, Options, null);
        Refused("the checksum of the windows was 11; now it is 22.", RunOutcome.Failed, Options, Data, "22");
    }

    [Fact]
    public void Checksum_ChangesWithWhateverAWindowHas()
    {
        static string Of(bool? isAnomaly, bool[] lines, params string[] messages)
        {
            var set = new TrainingSet();
            set.Add([.. messages.Select(set.IndexOf)], isAnomaly, lines);
            return set.Checksum();
        }

        string[] all = [Of(true, [], "a", "b"), Of(true, [], "ab"), Of(true, [], "a", "b", "b"), Of(false, [], "a", "b"), Of(null, [], "a", "b"), Of(true, [true, false], "a", "b")];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Of(true, [], "a", "b"));
    }

    private static void Refused(string expected, RunOutcome outcome, LogLlmTrainingOptions now, RunDataFile? data, string set = "11") =>
        Assert.Contains(expected, Assert.Throws<TrainingException>(() => Check(outcome, now, data, set)).Message, StringComparison.Ordinal);

    private static void Refused(string expected, RunOutcome outcome, LogLlmTrainingOptions now) => Refused(expected, outcome, now, Data);

    private static void Check(RunOutcome outcome, LogLlmTrainingOptions now, RunDataFile? data, string set = "11") => RunComparison.Check(
        "runs/one",
        new RunRecord
        {
            Configuration = JsonSerializer.SerializeToNode(Options)!,
            Outcome = outcome,
            Data = [Data],
            Sets = new Dictionary<string, string> { ["windows"] = "11" },
        },
        JsonSerializer.SerializeToNode(now)!,
        data is null ? [] : [data],
        new Dictionary<string, string> { ["windows"] = set });

    private static void Check(RunOutcome outcome, LogLlmTrainingOptions now) => Check(outcome, now, Data);
}
