using System.Text;
using LogGuardian;
using LogGuardian.Inference;
using LogGuardian.Training;
using ZstdSharp;

namespace DefaultModel;

/// <summary>What the model is like, what it learns, and how.</summary>
internal static class Recipe
{
    public const int Seed = 1;

    // Values of messages are masked, the level is not read: lines of many formats have none, and the words must do without it.
    private static readonly BundleMessage Message = new(MessageMasks.LogLlm);

    // Contents of syslog often begin with the program; messages of the catalogue do not.
    private const double ShareWithProgram = 0.5;
    private const int Windows = 6000;
    private const int MostMessages = 16;

    private static readonly PooledModelOptions Shape = new()
    {
        Encoder = new EncoderShape { Layers = 1, Hidden = 128, Heads = 4, Intermediate = 512, MaxTokens = 32 },
        Vocabulary = 8192,
        Seed = Seed,
    };

    /// <summary>Trains a model.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="inputs">What it learns from.</param>
    /// <param name="folder">Where model and run are kept; new.</param>
    /// <param name="say">Hears how it goes.</param>
    /// <returns>The model, what it learned from, and what was measured.</returns>
    public static async Task<(PooledModel Model, TrainingSet Set, IReadOnlyDictionary<string, double> Results)> TrainAsync(string root, IReadOnlyList<InputFile> inputs, string folder, Action<string> say)
    {
        TrainingSet set = await ReadAsync(root, inputs);
        say($"{set.Windows.Count} windows, {set.Windows.Count(window => window.IsAnomaly == true)} of them bad");
        PooledModel model = PooledModel.Create(Path.Combine(folder, "model"), set, Shape, Message);
        var options = new PooledTrainingOptions
        {
            Words = new StageOptions { Epochs = 0 },
            Answers = new StageOptions { Epochs = 2, LearningRate = 1e-3 },
            Edits = 0.5,
            Sharpness = 10,
            Smoothing = 0.1,
            HeldBack = 0.05,
            Loop = new LoopOptions { Seed = Seed, Threads = 2, BatchSize = 128, MicroBatchSize = 128, WeightDecay = 0.05 },
        };
        var run = new TrainingRunOptions
        {
            Folder = Path.Combine(folder, "run"),
            Progress = progress =>
            {
                if (progress.Total % 200 == 0)
                {
                    say(FormattableString.Invariant($"epoch {progress.Epoch:0.0}, loss {progress.Loss:0.000}"));
                }
            },
        };
        return (model, set, await PooledTraining.TrainAsync(model, set, options, run));
    }

    /// <summary>What the bundle says of itself.</summary>
    public static string Card(IReadOnlyList<InputFile> inputs, TrainingSet set, IReadOnlyDictionary<string, double> results) => FormattableString.Invariant(
        $"Encoder {Shape.Encoder.Layers}x{Shape.Encoder.Hidden} and a judge that joins what single messages say, int8. ")
        + FormattableString.Invariant($"Learned what errors read like from {set.Messages.Count} messages with levels: of the sources of free software{(inputs.Any(file => file.Path.StartsWith(InputFile.Lab, StringComparison.Ordinal)) ? ", and of LogGuardian's fault lab" : "")} ({inputs.Count} files, SHA-256 of all {InputFile.HashOf(inputs)}). ")
        + "English messages of servers; a window is anomalous when it reads like an incident, whatever is usual on the system. "
        + $"Held back: {string.Join(", ", results.Select(result => FormattableString.Invariant($"{result.Key} {result.Value:0.000}")))}. Made by eng/default-model.sh.";

    /// <summary>Single messages, with and without a program before them, and windows of messages of one source.</summary>
    private static async Task<TrainingSet> ReadAsync(string root, IReadOnlyList<InputFile> inputs)
    {
        Dictionary<string, (string Source, int Bad, int All)> messages = new(StringComparer.Ordinal);
        foreach (string line in ReadLines(Path.Combine(root, "samples/data/catalogue/messages.tsv.zst")))
        {
            string[] fields = line.Split('\t');
            Add(LabLine.TextOf(fields[3], Message), fields[1], fields[0] is "warning" or "error" or "critical");
        }

        if (inputs.Any(file => file.Path.StartsWith(InputFile.Lab, StringComparison.Ordinal)))
        {
            await foreach (LabLine line in LabLine.ReadAsync(Path.Combine(root, InputFile.Lab), Message))
            {
                Add(line.Text, line.Recording, line.Severity >= LogSeverity.Warning || line.IsAnomalous);
            }
        }

        (string Text, string Source, bool IsBad)[] all =
        [
            .. messages.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => (each.Key, each.Value.Source, 2 * each.Value.Bad > each.Value.All)),
        ];
        string[] programs = [.. all.Select(each => ProgramOf(each.Source)).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        var set = new TrainingSet();
        var random = new Random(Seed);
        foreach ((string text, _, bool isBad) in all)
        {
            set.Add([text], isBad);
            if (random.NextDouble() < ShareWithProgram)
            {
                set.Add([$"{programs[random.Next(programs.Length)]}{(random.Next(2) == 0 ? "" : "[<*>]")}: {text}"], isBad);
            }
        }

        ILookup<string, (string Text, string Source, bool IsBad)> sources = all.ToLookup(each => each.Source);
        (string[] Routine, string[] Bad)[] both =
        [
            .. sources.Select(each => (each.Where(one => !one.IsBad).Select(one => one.Text).ToArray(), each.Where(one => one.IsBad).Select(one => one.Text).ToArray()))
                .Where(each => each.Item1.Length >= MostMessages && each.Item2.Length > 0),
        ];
        for (int i = 0; i < Windows; i++)
        {
            (string[] routine, string[] bad) = both[random.Next(both.Length)];
            string[] window = random.GetItems(routine, random.Next(2, MostMessages + 1));
            if (i % 2 == 1)
            {
                window[random.Next(window.Length)] = bad[random.Next(bad.Length)];
            }

            set.Add(window, i % 2 == 1);
        }

        return set;

        void Add(string text, string source, bool isBad)
        {
            (string first, int bad, int count) = messages.GetValueOrDefault(text, (source, 0, 0));
            messages[text] = (first, bad + (isBad ? 1 : 0), count + 1);
        }
    }

    /// <summary>The letters with which a package's name begins, without what says that it is a library.</summary>
    private static string ProgramOf(string package)
    {
        string name = package.StartsWith("python3-", StringComparison.Ordinal) ? package["python3-".Length..] : package;
        return name[..name.TakeWhile(char.IsAsciiLetter).Count()];
    }

    private static IEnumerable<string> ReadLines(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var text = new StreamReader(new DecompressionStream(file), Encoding.UTF8);
        while (text.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
